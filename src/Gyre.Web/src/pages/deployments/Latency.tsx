import { latencyWords } from './served';

/** How long answers take, the exact number on hover; a dash where nothing was answered. */
export function Latency({ seconds }: { seconds: number | null }) {
  return seconds === null ? <>–</> : <span title={`${seconds} seconds`}>{latencyWords(seconds)}</span>;
}
