import { Page, UrlTabs } from '@/kit';
import { About } from './About';
import { Health } from './Health';
import { Projects } from './Projects';
import { Sessions } from './Sessions';
import { Storage } from './Storage';
import { Tokens } from './Tokens';
import { Variables } from './Variables';

const tabs = [
  { id: 'tokens', label: 'Tokens', content: () => <Tokens /> },
  { id: 'sessions', label: 'Sessions', content: () => <Sessions /> },
  { id: 'variables', label: 'Variables', content: () => <Variables /> },
  { id: 'projects', label: 'Projects', content: () => <Projects /> },
  { id: 'storage', label: 'Storage', content: () => <Storage /> },
  { id: 'health', label: 'Health', content: () => <Health /> },
  { id: 'about', label: 'About', content: () => <About /> },
];

export default function Settings() {
  return (
    <Page title="Settings">
      <UrlTabs label="Settings" tabs={tabs} />
    </Page>
  );
}
