import { useQuery } from '@tanstack/react-query';
import { Empty, Page } from '@/kit';
import classes from './Home.module.css';
import { Cycles, Failed, Running } from './Lists';
import { cyclesQuery, latestQuery } from './queries';
import { Waiting } from './Waiting';

export default function Home() {
  const latest = useQuery(latestQuery);
  const cycles = useQuery(cyclesQuery);
  const nothing = latest.data?.runs.length === 0 && (cycles.data?.length ?? 0) === 0;
  return (
    <Page title="Home">
      {nothing ? (
        <Start />
      ) : (
        <div className={classes.columns}>
          <div className={classes.column}>
            <Waiting />
            <Running />
            <Failed />
          </div>
          <div className={classes.column}>
            <Cycles />
          </div>
        </div>
      )}
    </Page>
  );
}

const commands = ['gyre demo', 'gyre init my-project', 'gyre run my-project'];

function Start() {
  return (
    <Empty
      title="Nothing has run here yet"
      hint="The demo trains networks on handwritten digits, compares them and tries again until they are good enough; it takes ten seconds and appears here as it happens. Or begin with a project of your own."
      commands={commands}
    />
  );
}
