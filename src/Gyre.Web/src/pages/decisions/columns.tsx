import type { LoggedDecision } from '@/api/deployments';
import { type Column, Num, Own, State, Time } from '@/kit';
import { contextWords } from './context';

const all: readonly Column<LoggedDecision>[] = [
  {
    id: 'id',
    header: 'Decision',
    width: 120,
    grow: true,
    pinned: true,
    value: (row) => row.decision.decision_id,
    cell: (row) => <Own text={row.decision.decision_id} />,
  },
  {
    id: 'at',
    header: 'Made',
    width: 140,
    hideBelow: 560,
    value: (row) => row.decision.at,
    cell: (row) => <Time at={row.decision.at} />,
  },
  {
    id: 'arm',
    header: 'Arm',
    width: 90,
    grow: true,
    value: (row) => row.decision.arm,
    cell: (row) => <Own text={row.decision.arm} />,
  },
  {
    id: 'version',
    header: 'Version',
    align: 'right',
    width: 76,
    hideBelow: 640,
    value: (row) => row.decision.version,
    cell: (row) => row.decision.version,
  },
  {
    id: 'propensity',
    header: 'Propensity',
    align: 'right',
    width: 100,
    hideBelow: 760,
    value: (row) => row.decision.propensity,
    cell: (row) => <Num value={row.decision.propensity} />,
  },
  {
    id: 'share',
    header: 'Share',
    align: 'right',
    width: 80,
    hideBelow: 1040,
    value: (row) => row.decision.share,
    cell: (row) => <Num value={row.decision.share} />,
  },
  {
    id: 'outcome',
    header: 'Outcome',
    width: 110,
    hideBelow: 420,
    value: (row) => row.outcome,
    cell: (row) => <State value={row.outcome} />,
  },
  {
    id: 'reward',
    header: 'Reward',
    align: 'right',
    width: 84,
    value: (row) => row.reward,
    cell: (row) => <Num value={row.reward} />,
  },
  {
    id: 'context',
    header: 'Context',
    width: 180,
    grow: true,
    hideBelow: 1200,
    value: (row) => contextWords(row.request),
    cell: (row) => <Own text={contextWords(row.request)} />,
  },
];

/** The server orders decisions by their number alone. */
export const columns = all.map((column) => ({ ...column, sortable: false }));
