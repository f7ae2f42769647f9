import { layOut, type Plan } from './layout';

self.onmessage = ({ data }: MessageEvent<Plan>) => self.postMessage(layOut(data));
