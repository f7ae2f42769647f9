import type { IconName } from '@/kit/icons';
import { paths } from './nav';

export interface PageLink {
  label: string;
  href: string;
  icon: IconName;
  /** More words to find it by. */
  words?: string;
}

export interface PageGroup {
  title: string | null;
  pages: readonly PageLink[];
}

export const pageGroups: readonly PageGroup[] = [
  {
    title: null,
    pages: [{ label: 'Home', href: paths.home(), icon: 'home', words: 'start overview' }],
  },
  {
    title: 'Loops',
    pages: [
      { label: 'Cycles', href: paths.cycles(), icon: 'cycle', words: 'loop turns' },
      { label: 'Runs', href: paths.runs(), icon: 'run', words: 'pipelines nodes' },
      { label: 'Triggers', href: paths.triggers(), icon: 'bolt', words: 'schedule cron webhook' },
      {
        label: 'Deployments',
        href: paths.deployments(),
        icon: 'route',
        words: 'champion canary shadow decisions rewards',
      },
    ],
  },
  {
    title: 'Records',
    pages: [
      { label: 'Plans', href: paths.plans(), icon: 'flask', words: 'experiment plans trials continual matrix report' },
      { label: 'Tracking', href: paths.tracking(), icon: 'chart', words: 'experiments metrics params' },
      { label: 'Models', href: paths.models(), icon: 'model', words: 'registry versions aliases champion' },
      { label: 'Traces', href: paths.traces(), icon: 'trace', words: 'spans' },
    ],
  },
  {
    title: 'Store',
    pages: [
      { label: 'Datasets', href: paths.datasets(), icon: 'table', words: 'examples versions schema queries drift' },
      { label: 'Catalogue', href: paths.catalog(), icon: 'book', words: 'aliases files' },
      { label: 'Components', href: paths.components(), icon: 'puzzle', words: 'uses steps' },
      { label: 'Cache', href: paths.cache(), icon: 'cache', words: 'hits results' },
    ],
  },
  {
    title: 'Server',
    pages: [
      { label: 'Notifications', href: paths.notifications(), icon: 'bell', words: 'mail webhook deliveries' },
      {
        label: 'Settings',
        href: paths.settings(),
        icon: 'gear',
        words: 'tokens sessions variables secrets storage health about',
      },
    ],
  },
];

/** Whether the page of the link, or one below it, is shown at the path. */
export function isAt(link: PageLink, path: string): boolean {
  return link.href === '/' ? path === '/' : path === link.href || path.startsWith(`${link.href}/`);
}
