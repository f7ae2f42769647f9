import { Button, Switch, TextInput } from '@mantine/core';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { NodeRun } from '@/api/nodes';
import { logUrl } from '@/api/nodes';
import { Code, CopyAs, count, fileName, Icon, IconButton, isLive, useSearchState } from '@/kit';
import { stripAnsi } from '@/kit/log/ansi';
import { logCommands } from '../commands';
import classes from './Log.module.css';
import { LogLines, type LinesHandle } from './LogLines';
import { nextHit } from './LogSearch';
import { saveLog } from './saveLog';
import { type FollowedLog, useLog } from './useLog';
import { type Found, useLogSearch } from './useLogSearch';

/** What the commands of a node run print, live. */
export function LogTab({ run, node }: { run: string; node: NodeRun }) {
  const log = useLog(logUrl(run, node.name), node.attempt_id ?? null);
  const [search, setSearch] = useSearchState({ line: '', find: '' });
  const chosen = lineOf(search.line);
  const live = log.state !== 'ended' && isLive(node.state);
  const [following, setFollow] = useState(chosen === null);
  const [times, setTimes] = useState(false);
  const found = useLogSearch(log, search.find);
  const lines = useRef<LinesHandle>(null);
  useFirstLine(chosen, log, lines);

  const goTo = (line: number | null) => {
    if (line === null) return;
    setFollow(false);
    setSearch({ line: String(line + 1) });
    lines.current?.scrollTo(line);
  };
  const toEnd = (end: 'first' | 'last') => {
    setFollow(end === 'last' && live);
    lines.current?.scrollTo(end === 'first' ? log.store.first : log.store.end - 1);
  };
  const follow = following && live;
  return (
    <div className={classes.tab}>
      <div className={classes.bar}>
        <Search
          text={search.find}
          onText={(find) => setSearch({ find })}
          onLine={(line) => goTo(Math.min(line, log.store.end - 1))}
          onStep={(forward) => goTo(nextHit(found.hits, chosen ?? (forward ? -1 : Infinity), forward))}
          found={found}
          chosen={chosen}
        />
        <span className={classes.space} />
        {live && <Toggle label="Follow" on={follow} onChange={setFollow} />}
        <Toggle label="Times" on={times} onChange={setTimes} />
        <IconButton label="First line" icon="up" onClick={() => toEnd('first')} />
        <IconButton label="Last line" icon="down" onClick={() => toEnd('last')} />
        <IconButton
          label="Download the log"
          icon="download"
          disabled={log.store.size === 0}
          onClick={() => saveLog(log.store, fileName(`${node.name}-log`, 'txt'))}
        />
        <CopyAs {...logCommands(run, node.name)} />
      </div>
      {log.store.size === 0 ? (
        <p className={classes.none}>{emptyText(node, log)}</p>
      ) : (
        <LogLines
          ref={lines}
          store={log.store}
          version={log.version}
          wanted={search.find}
          current={chosen}
          times={times}
          follow={follow}
          onFollow={setFollow}
          onChoose={(line) => setSearch({ line: chosen === line ? undefined : String(line + 1) })}
        />
      )}
      <Foot log={log} />
      {chosen !== null && <Whole log={log} line={chosen} onClose={() => setSearch({ line: undefined })} />}
    </div>
  );
}

/** Goes to the line that the address named when the page was opened, as soon as it is there. */
function useFirstLine(chosen: number | null, log: FollowedLog, lines: RefObject<LinesHandle | null>): void {
  const [first, setFirst] = useState(chosen);
  const isThere = first !== null && first < log.store.end;
  useEffect(() => {
    if (!isThere) return;
    const frame = requestAnimationFrame(() => {
      lines.current?.scrollTo(first);
      setFirst(null);
    });
    return () => cancelAnimationFrame(frame);
  }, [first, isThere, lines]);
}

function Toggle({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return <Switch size="xs" label={label} checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />;
}

function lineOf(text: string): number | null {
  const line = Number(text);
  return text !== '' && Number.isInteger(line) && line > 0 ? line - 1 : null;
}

function emptyText(node: NodeRun, log: FollowedLog): string {
  if (log.state === 'ended') {
    if (node.cache === 'hit' || node.cache === 'reused')
      return 'There is no log: the result of an earlier node run was reused.';
    return node.attempts === 0
      ? 'There is no log: nothing was started for this node run.'
      : 'The commands printed nothing.';
  }
  if (log.state === 'refused') return 'The server does not send this log now.';
  return node.attempts === 0 ? 'The log begins when the node run starts.' : 'Waiting for the first line…';
}

interface SearchProps {
  text: string;
  onText: (text: string) => void;
  onLine: (line: number) => void;
  onStep: (forward: boolean) => void;
  found: Found;
  chosen: number | null;
}

function Search({ text, onText, onLine, onStep, found, chosen }: SearchProps) {
  const asLine = /^:(\d+)$/.exec(text);
  const place = chosen === null ? -1 : found.hits.indexOf(chosen);
  const total = `${count(found.hits.length, 'line')}${found.isDone ? '' : ' so far'}`;
  return (
    <>
      <TextInput
        size="xs"
        aria-label="Search in the log; a colon and a number go to that line"
        placeholder="Search, or :120 for a line"
        leftSection={<Icon name="search" size={14} />}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          if (asLine !== null) onLine(Math.max(0, Number(asLine[1]) - 1));
          else onStep(!event.shiftKey);
        }}
      />
      {text !== '' && asLine === null && (
        <>
          <span role="status" className={classes.note}>
            {found.hits.length === 0
              ? found.isDone
                ? 'not found'
                : 'searching…'
              : place < 0
                ? total
                : `${place + 1} of ${total}`}
          </span>
          <IconButton icon="up" label="Hit before" onClick={() => onStep(false)} />
          <IconButton icon="down" label="Next hit" onClick={() => onStep(true)} />
        </>
      )}
    </>
  );
}

function Foot({ log }: { log: FollowedLog }) {
  const { store, state, retry } = log;
  return (
    <p className={classes.foot}>
      <span>{count(store.size, 'line')}</span>
      {store.first > 0 && <span>Older lines are not shown. “gyre logs” prints the whole log.</span>}
      {state === 'retrying' && <span role="status">Not live: connecting again…</span>}
      {state === 'refused' && (
        <span role="status">
          Not live. <Button onClick={retry}>Connect again</Button>
        </span>
      )}
    </p>
  );
}

/** A line as a whole, without codes and with wraps. */
function Whole({ log, line, onClose }: { log: FollowedLog; line: number; onClose: () => void }) {
  const text = stripAnsi(log.store.text(line));
  if (text === '') return null;
  return (
    <section className={classes.whole} aria-label={`Line ${line + 1}`}>
      <div className={classes.wholeHead}>
        <span>Line {(line + 1).toLocaleString('en-US')}</span>
        <IconButton icon="cross" label="Close the line" onClick={onClose} />
      </div>
      <Code text={text} wrap />
    </section>
  );
}
