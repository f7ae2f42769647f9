import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
  type RouterHistory,
} from '@tanstack/react-router';
import { parseSearch, stringifySearch } from './search';
import { Shell } from './Shell';
import { Broken } from './Broken';
import { Pending } from './Pending';
import { Missing } from './Missing';

const root = createRootRoute({ component: Shell, notFoundComponent: Missing, errorComponent: Broken });

type Load = () => Promise<{ default: RouteComponent }>;

/** The pages that a link at the side leads to. */
const besides: Load[] = [];

function page<P extends string>(path: P, load: Load) {
  if (!path.includes('$')) besides.push(load);
  return createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) });
}

const routeTree = root.addChildren([
  page('/', () => import('@/pages/home')),
  page('/runs', () => import('@/pages/runs')),
  page('/runs/$run', () => import('@/pages/run')),
  page('/cycles', () => import('@/pages/cycles')),
  page('/cycles/$cycle', () => import('@/pages/cycle')),
  page('/plans', () => import('@/pages/plans')),
  page('/plans/$run', () => import('@/pages/plan')),
  page('/tracking', () => import('@/pages/tracking')),
  page('/tracking/experiments/$experiment', () => import('@/pages/experiment')),
  page('/tracking/runs/$run', () => import('@/pages/tracking-run')),
  page('/tracking/compare', () => import('@/pages/compare')),
  page('/models', () => import('@/pages/models')),
  page('/models/$name', () => import('@/pages/model')),
  page('/models/$name/$version', () => import('@/pages/model-version')),
  page('/traces', () => import('@/pages/traces')),
  page('/traces/$trace', () => import('@/pages/trace')),
  page('/triggers', () => import('@/pages/triggers')),
  page('/triggers/$trigger', () => import('@/pages/trigger')),
  page('/deployments', () => import('@/pages/deployments')),
  page('/deployments/$name', () => import('@/pages/deployment')),
  page('/deployments/$name/decisions', () => import('@/pages/decisions')),
  page('/deployments/$name/workbench', () => import('@/pages/workbench')),
  page('/notifications', () => import('@/pages/notifications')),
  page('/cache', () => import('@/pages/cache')),
  page('/catalog', () => import('@/pages/catalog')),
  page('/datasets', () => import('@/pages/datasets')),
  page('/datasets/$project/$dataset', () => import('@/pages/dataset')),
  page('/components', () => import('@/pages/components')),
  page('/lineage/$kind/$', () => import('@/pages/lineage')),
  page('/settings', () => import('@/pages/settings')),
  page('/sign-in', () => import('@/pages/sign-in')),
]);

export function makeRouter(basepath: string, history?: RouterHistory) {
  return createRouter({
    routeTree,
    basepath,
    parseSearch,
    stringifySearch,
    ...(history === undefined ? {} : { history }),
    defaultPreload: 'intent',
    // The shell stands while a page is fetched; what loads quickly does not flicker.
    defaultPendingComponent: Pending,
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    scrollRestoration: true,
  });
}

/**
 * Fetches the pages at the side one by one while there is nothing else to do, so that going to one waits for its data
 * alone. Not where the reader asks to save data.
 */
export function loadAhead(isBusy: () => boolean): void {
  const connection = (navigator as { connection?: { saveData?: boolean } }).connection;
  if (connection?.saveData === true) return;
  const idle = window.requestIdleCallback?.bind(window) ?? ((work: () => void) => setTimeout(work, 200));
  const next = (index: number) => {
    const load = besides[index];
    if (load === undefined) return;
    // What the reader waits for goes first: the page that is open and its data.
    if (isBusy()) {
      setTimeout(() => idle(() => next(index)), 250);
      return;
    }
    // A page that cannot be fetched now is asked for again, and its failure shown, when somebody goes there.
    const goOn = () => idle(() => next(index + 1));
    load().then(goOn, goOn);
  };
  setTimeout(() => idle(() => next(0)), 250);
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
