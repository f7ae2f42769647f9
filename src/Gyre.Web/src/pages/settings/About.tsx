import { useQuery } from '@tanstack/react-query';
import { urlOf } from '@/api/client';
import { useSession } from '@/app/session';
import { Code, Facts, Own, Query, Section } from '@/kit';
import classes from './Settings.module.css';

export function About() {
  const session = useSession().data;
  const licences = useQuery({
    queryKey: ['licences'],
    queryFn: async () => (await import('virtual:licences')).default,
    staleTime: Infinity,
  });
  return (
    <div className={classes.stack}>
      <Facts
        items={[
          ['Version', <Own text={session?.version ?? ''} />],
          ['Licence', 'Apache License 2.0'],
          ['Signed in as', <Own text={session?.name ?? 'nobody'} />],
          [
            'API',
            <a key="api" href={urlOf('/openapi/v1.json')}>
              OpenAPI document
            </a>,
          ],
        ]}
      />
      <Section title="Packages in these pages">
        <p className={classes.quiet}>The licences of the server's own packages are in its documentation.</p>
        <Query result={licences}>
          {(list) => (
            <div>
              {list.map((one) => (
                <details key={`${one.name} ${one.version}`} className={classes.licence}>
                  <summary>
                    {one.name} {one.version} <span className={classes.quiet}>{one.licence}</span>
                  </summary>
                  <Code
                    text={one.text === '' ? `The package holds no text of its licence (${one.licence}).` : one.text}
                    wrap
                  />
                </details>
              ))}
            </div>
          )}
        </Query>
      </Section>
    </div>
  );
}
