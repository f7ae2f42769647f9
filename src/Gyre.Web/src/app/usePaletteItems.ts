import { useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { get, send } from '@/api/client';
import { findExperiments, findModels } from '@/formats/mlflow/find';
import { copyText } from '@/kit/clipboard';
import type { IconName } from '@/kit/icons';
import { useSignOut } from './Account';
import { match } from './match';
import { paths } from './nav';
import { pageGroups } from './pages';
import { useSession } from './session';
import { themes } from './ThemeSwitch';

export interface PaletteItem {
  id: string;
  group: string;
  label: string;
  hint?: string;
  icon: IconName;
  /** Where it leads, or what it does. */
  href?: string;
  run?: () => void;
}

interface FoundRun {
  run_id: string;
  title: string;
  project: string;
  state: string;
}

interface FoundCycle {
  cycle_id: string;
  name: string;
  project: string;
}

/** What is found on the server. A part that cannot be read is left out: the rest is still useful. */
async function findOnServer(text: string, signal: AbortSignal): Promise<PaletteItem[]> {
  const parts = await Promise.allSettled([
    send<{ runs: FoundRun[] }>('GET', '/api/v1/runs', { query: { limit: 6, text }, signal }),
    send<{ cycles: FoundCycle[] }>('GET', '/api/v1/cycles', { query: { limit: 100 }, signal }),
    findModels(text, signal),
    findExperiments(text, signal),
    get('/api/v1/deployments', { signal }),
    get('/api/v1/datasets', { query: { limit: 6, text: text.slice(0, 200) }, signal }),
  ]);
  const [runs, cycles, models, experiments, deployments, datasets] = parts;
  const items: PaletteItem[] = [];
  if (runs.status === 'fulfilled') {
    for (const run of runs.value.runs) {
      items.push({
        id: `run ${run.run_id}`,
        group: 'Runs',
        label: run.title,
        hint: `${run.project} · ${run.state}`,
        icon: 'run',
        href: paths.run(run.run_id),
      });
    }
  }
  if (cycles.status === 'fulfilled') items.push(...cycleItems(text, cycles.value.cycles));
  if (models.status === 'fulfilled') {
    for (const model of models.value)
      items.push({
        id: `model ${model.name}`,
        group: 'Models',
        label: model.name,
        icon: 'model',
        href: paths.model(model.name),
      });
  }
  if (experiments.status === 'fulfilled') {
    for (const one of experiments.value) {
      items.push({
        id: `experiment ${one.experiment_id}`,
        group: 'Experiments',
        label: one.name,
        icon: 'chart',
        href: paths.experiment(one.experiment_id),
      });
    }
  }
  if (deployments.status === 'fulfilled') {
    const found = deployments.value.deployments.filter(({ name }) => match(text, name) > 0);
    for (const { name, champion } of found.slice(0, 6)) {
      items.push({
        id: `deployment ${name}`,
        group: 'Deployments',
        label: name,
        hint: `version ${champion}`,
        icon: 'route',
        href: paths.deployment(name),
      });
    }
  }
  if (datasets.status === 'fulfilled') items.push(...datasetItems(datasets.value.datasets));
  return items;
}

function cycleItems(text: string, cycles: readonly FoundCycle[]): PaletteItem[] {
  return cycles
    .filter((cycle) => match(text, `${cycle.name} ${cycle.project} ${cycle.cycle_id}`) > 0)
    .slice(0, 6)
    .map((cycle) => ({
      id: `cycle ${cycle.cycle_id}`,
      group: 'Cycles',
      label: cycle.name,
      hint: cycle.project,
      icon: 'cycle',
      href: paths.cycle(cycle.cycle_id),
    }));
}

function datasetItems(datasets: readonly { project: string; name: string }[]): PaletteItem[] {
  return datasets.map(({ project, name }) => ({
    id: `dataset ${project} ${name}`,
    group: 'Datasets',
    label: name,
    hint: project,
    icon: 'table',
    href: paths.dataset(project, name),
  }));
}

function pageItems(): (PaletteItem & { words: string })[] {
  return pageGroups.flatMap((group) =>
    group.pages.map((page) => ({
      id: `page ${page.href}`,
      group: 'Pages',
      label: page.label,
      icon: page.icon,
      href: page.href,
      words: `${page.label} ${page.words ?? ''}`,
    })),
  );
}

function useActionItems(): (PaletteItem & { words: string })[] {
  const { setColorScheme } = useMantineColorScheme();
  const signingOut = useSignOut();
  const signedIn = (useSession().data?.csrf ?? null) !== null;
  const copyAddress = async () => {
    const done = await copyText(window.location.href);
    notifications.show({
      message: done ? 'Copied the address of this page' : 'The browser did not allow copying.',
    });
  };
  const action = (label: string, icon: IconName, words: string, run: () => void) => ({
    id: `action ${label}`,
    group: 'Actions',
    label,
    icon,
    words: `${label} ${words}`,
    run,
  });
  return [
    ...themes.map((theme) =>
      action(`Theme: ${theme.label.toLowerCase()}`, theme.icon, 'colour dark light', () => setColorScheme(theme.value)),
    ),
    action('Copy the address of this page', 'copy', 'link url', () => void copyAddress()),
    ...(['tokens', 'variables', 'storage', 'health', 'about'] as const).map((tab) => ({
      id: `settings ${tab}`,
      group: 'Pages',
      label: `Settings: ${tab}`,
      icon: 'gear' as const,
      words: `settings ${tab}`,
      href: paths.settings(tab),
    })),
    ...(signedIn ? [action('Sign out', 'right', 'log out leave', () => signingOut.act())] : []),
  ];
}

/** What the palette offers for the text; `asked` is the text that has stood still long enough to ask the server. */
export function usePaletteItems(
  text: string,
  asked: string,
  enabled: boolean,
): { items: PaletteItem[]; searching: boolean } {
  const actions = useActionItems();
  const found = useQuery({
    queryKey: ['runs', 'palette', asked],
    queryFn: ({ signal }) => findOnServer(asked, signal),
    enabled,
    staleTime: 5000,
    placeholderData: (before) => before,
  });
  const own = [...pageItems(), ...actions]
    .map((item) => ({ item, score: match(text, item.words) }))
    .filter((one) => one.score > 0);
  if (text.trim() !== '') own.sort((a, b) => b.score - a.score);
  const groups = ['Pages', 'Runs', 'Cycles', 'Models', 'Deployments', 'Experiments', 'Datasets', 'Actions'];
  const all: PaletteItem[] = [...own.map((one) => one.item), ...(found.data ?? [])];
  const items = groups.flatMap((group) =>
    all.filter((item) => item.group === group).slice(0, text.trim() === '' && group !== 'Pages' ? 5 : 14),
  );
  return { items, searching: found.isFetching || text !== asked };
}
