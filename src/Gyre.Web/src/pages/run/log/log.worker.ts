import { LogFeed, type LogMessage, type LogState, messageOf } from './LogFeed';

/** Lines come one event at a time; they go to the page in bundles, so that a long log does not freeze it. */
const pause = 100;
const bundle = 4000;

self.onmessage = ({ data: address }: MessageEvent<string>) => follow(address);

function say(message: LogMessage): void {
  self.postMessage(message);
}

function follow(address: string): void {
  const feed = new LogFeed();
  const source = new EventSource(address);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (feed.length > 0) say({ kind: 'lines', pieces: feed.take() });
  };
  const later = () => {
    if (feed.length >= bundle) flush();
    else timer ??= setTimeout(flush, pause);
  };
  const state = (now: LogState, message: string | null = null) => {
    flush();
    say({ kind: 'state', state: now, message });
  };
  source.onopen = () => state('live');
  source.addEventListener('line', (event: MessageEvent<string>) => {
    if (feed.line(event.data, event.lastEventId).clear) say({ kind: 'clear' });
    later();
  });
  source.addEventListener('notice', (event: MessageEvent<string>) => {
    feed.notice(event.data);
    later();
  });
  source.addEventListener('end', (event: MessageEvent<string>) => {
    source.close();
    state('ended', messageOf(event.data));
  });
  source.onerror = () => state(source.readyState === EventSource.CLOSED ? 'refused' : 'retrying');
}
