import { Button, Group } from '@mantine/core';
import { useMemo } from 'react';
import { urlOf } from '@/api/client';
import { hasLineage } from '@/api/lineage';
import { paths } from '@/app/nav';
import {
  CopyAs,
  csText,
  curlOf,
  Empty,
  Failure,
  Id,
  Loading,
  Page,
  To,
  UrlTabs,
  useParam,
  useSearchState,
} from '@/kit';
import { GraphView } from './GraphView';
import { type Direction, keyOf, mostThings, readOpened, readSteps, writeOpened } from './graph';
import { pageOf, titleOf, wordOfKind } from './kinds';
import { List } from './List';
import classes from './lineage.module.css';
import { Told } from './Told';
import told from './Told.module.css';
import { useLineage } from './useLineage';
import { rowsOf, tell } from './words';

export default function LineagePage() {
  const kind = useParam('kind');
  const id = useParam('_splat');
  // Another thing is another picture: nothing of the view is kept.
  return hasLineage(kind) ? <Lineage key={keyOf(kind, id)} kind={kind} id={id} /> : <NoLineage kind={kind} id={id} />;
}

function NoLineage({ kind, id }: { kind: string; id: string }) {
  const page = pageOf(kind, id);
  const [, many] = wordOfKind(kind);
  return (
    <Page title="Lineage">
      <Empty
        title={`There is no lineage of ${many} here`}
        hint="It is kept for runs, node runs, their files, tracking runs, logged models, model versions and datasets."
        action={
          page === null ? (
            <To href={paths.models()}>Go to models</To>
          ) : (
            <To href={page}>Go to the page of this {wordOfKind(kind)[0]}</To>
          )
        }
      />
    </Page>
  );
}

function Lineage({ kind, id }: { kind: string; id: string }) {
  const [state, setState] = useSearchState({ up: '1', down: '1', open: '' });
  const reach = useMemo(
    () => ({ up: readSteps(state.up), down: readSteps(state.down), opened: readOpened(state.open) }),
    [state.up, state.down, state.open],
  );
  const { plan, answers, waiting, error, retry } = useLineage(kind, id, reach);
  const rootKey = keyOf(kind, id);
  const root = plan.things.get(rootKey);
  const title = titleOf(kind, id, root?.name ?? '');
  const open = (token: string) => setState({ open: writeOpened(new Set([...reach.opened, token])) }, { push: true });
  const page = pageOf(kind, id);
  const [word] = wordOfKind(kind);
  return (
    <Page
      title={`Lineage of ${title}`}
      subtitle={
        <>
          {word} <Id value={id} short={kind !== 'model-version'} />
        </>
      }
      actions={
        <>
          {page !== null && <To href={page}>Open {word}</To>}
          <CopyAs {...commands(kind, id)} />
        </>
      }
    >
      {error !== null && <Failure error={error} onRetry={retry} />}
      {root?.missing === true ? (
        <Empty
          title={`This ${word} does not exist`}
          hint="It may have been deleted, or the address is mistyped."
          action={<To href={paths.models()}>Go to models</To>}
        />
      ) : !answers.has(rootKey) ? (
        error === null && <Loading rows={8} />
      ) : (
        <>
          <div className={told.pair}>
            <Told
              title="What made this"
              sentences={tell(plan, answers, 'up')}
              rootKey={rootKey}
              none={noneOf(kind, 'up', reach.up)}
            />
            <Told
              title="What this led to"
              sentences={tell(plan, answers, 'down')}
              rootKey={rootKey}
              none={noneOf(kind, 'down', reach.down)}
            />
          </div>
          <Steps
            up={reach.up}
            down={reach.down}
            waiting={waiting}
            onChange={(direction, steps) =>
              setState({ [direction]: steps === Infinity ? 'all' : String(steps) }, { push: true })
            }
          />
          {plan.cut && (
            <p className={classes.note}>
              Only the first {mostThings} things are shown. Begin at one of them to see more.
            </p>
          )}
          <UrlTabs
            label="Lineage as"
            param="view"
            tabs={[
              { id: 'graph', label: 'Graph', content: () => <GraphView plan={plan} rootKey={rootKey} onOpen={open} /> },
              { id: 'list', label: 'List', content: () => <List rows={rowsOf(plan)} cut={plan.cut} /> },
            ]}
          />
        </>
      )}
    </Page>
  );
}

function noneOf(kind: string, direction: Direction, steps: number): string {
  if (steps === 0) return 'Not shown. Choose more steps below.';
  if (direction === 'up')
    return kind === 'dataset'
      ? 'A dataset is where it begins: what made it is not recorded.'
      : kind === 'artifact'
        ? 'No node run made it: it came from outside.'
        : 'Nothing is recorded that made it.';
  return 'Nothing has used it yet.';
}

interface StepsProps {
  up: number;
  down: number;
  waiting: number;
  onChange: (direction: Direction, steps: number) => void;
}

function Steps({ up, down, waiting, onChange }: StepsProps) {
  // Not `disabled`: a button that has the focus would lose it with its last step.
  const button = (word: string, off: boolean, act: () => void) => (
    <Button variant="subtle" data-disabled={off} aria-disabled={off} onClick={() => (off ? undefined : act())}>
      {word}
    </Button>
  );
  const one = (direction: Direction, label: string, steps: number) => (
    <Group gap={4} role="group" aria-label={label}>
      <span>
        {label}: {steps === Infinity ? 'all steps' : steps === 1 ? '1 step' : `${steps} steps`}
      </span>
      {button('Less', steps === 0, () => onChange(direction, steps === Infinity ? 1 : steps - 1))}
      {button('More', steps === Infinity, () => onChange(direction, steps + 1))}
      {button('All', steps === Infinity, () => onChange(direction, Infinity))}
    </Group>
  );
  return (
    <div className={classes.steps}>
      {one('up', 'Before', up)}
      {one('down', 'After', down)}
      <span role="status">{waiting > 0 ? 'Following…' : ''}</span>
    </div>
  );
}

function commands(kind: string, id: string) {
  const path = `/api/v1/tracking/lineage/${kind}/${id.split('/').map(encodeURIComponent).join('/')}`;
  const curl = curlOf('GET', path);
  return {
    curl,
    cli: `# gyre has no command for this; over HTTP:\n${curl}`,
    csharp: `using var http = new HttpClient();\nvar json = await http.GetStringAsync(${csText(urlOf(path))});`,
  };
}
