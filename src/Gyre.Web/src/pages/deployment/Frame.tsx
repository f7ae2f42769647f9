import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '@/api/client';
import type { Deployment } from '@/api/deployments';
import { paths } from '@/app/nav';
import { Empty, Own, Page, Query, Time, To } from '@/kit';
import { decides, servesWord } from '@/pages/deployments/served';
import classes from './deployment.module.css';

interface Props {
  name: string;
  part: 'overview' | 'decisions' | 'workbench';
  deployment: UseQueryResult<Deployment>;
  actions?: ReactNode;
  children: (deployment: Deployment) => ReactNode;
}

const titles = { overview: 'Overview', decisions: 'Decisions', workbench: 'Workbench' };

/** What stands around each page of a deployment. */
export function Frame({ name, part, deployment, actions, children }: Props) {
  const crumbs = [{ text: 'Deployments', href: paths.deployments() }];
  if (deployment.error instanceof ApiError && deployment.error.status === 404) {
    return (
      <Page title={name} crumbs={crumbs}>
        <Empty
          title="There is no deployment with this name"
          hint="It may have been deleted, or the address is mistyped."
          action={<To href={paths.deployments()}>Show all deployments</To>}
        />
      </Page>
    );
  }
  // Until it is known what is served, there is nothing to take away.
  const hasParts = deployment.data === undefined || decides(deployment.data);
  return (
    <Page
      title={part === 'overview' ? name : `${name}: ${titles[part].toLowerCase()}`}
      heading={<Own text={name} />}
      crumbs={crumbs}
      subtitle={deployment.data && <Subtitle deployment={deployment.data} />}
      actions={actions}
    >
      {hasParts && <Parts name={name} part={part} />}
      <Query result={deployment}>
        {(data) => (part === 'overview' || decides(data) ? children(data) : <NoDecisions deployment={data} />)}
      </Query>
    </Page>
  );
}

const links = { overview: paths.deployment, decisions: paths.decisions, workbench: paths.workbench };

function Parts({ name, part }: Pick<Props, 'name' | 'part'>) {
  return (
    <nav aria-label="Parts of the deployment" className={classes.parts}>
      {(['overview', 'decisions', 'workbench'] as const).map((one) => (
        <To key={one} href={links[one](name)} aria-current={one === part ? 'page' : undefined}>
          {titles[one]}
        </To>
      ))}
    </nav>
  );
}

/** The address of a part that only deployments of policies have. */
function NoDecisions({ deployment }: { deployment: Deployment }) {
  return (
    <Empty
      title="This deployment makes no decisions"
      hint={`It serves a ${servesWord(deployment).toLowerCase()}. Only policies choose arms, and only their choices are logged and rewarded.`}
      action={<To href={paths.deployment(deployment.name)}>Show how it answers</To>}
    />
  );
}

function Subtitle({
  deployment: { created_at: created, changed_at: changed, model, alias, revision },
}: {
  deployment: Deployment;
}) {
  return (
    <>
      revision {revision} · created <Time at={created} /> · changed <Time at={changed} relative />
      {model != null && (
        <>
          {' · the alias '}
          <Own text={alias} max={32} /> of{' '}
          <To href={paths.model(model)}>
            <Own text={model} max={40} />
          </To>{' '}
          follows the champion
        </>
      )}
    </>
  );
}
