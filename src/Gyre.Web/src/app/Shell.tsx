import { ActionIcon, Drawer, UnstyledButton } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { type MouseEvent, type ReactNode, useRef } from 'react';
import { Icon } from '@/kit/icons';
import { To } from '@/kit/To';
import { Account } from './Account';
import { Gate } from './Gate';
import { LiveMark, NotLive } from './LiveMark';
import { PageList } from './PageList';
import { paths } from './nav';
import { Palette } from './Palette';
import { RouteAnnouncer } from './RouteAnnouncer';
import classes from './Shell.module.css';
import { ThemeSwitch } from './ThemeSwitch';

/** What stands around every page; the sign-in page stands alone. */
export function Shell() {
  const alone = useRouterState({ select: (state) => state.location.pathname === '/sign-in' });
  if (alone) {
    return (
      <main className={classes.alone}>
        <Outlet />
      </main>
    );
  }
  return (
    <Frame>
      <Gate>
        <Outlet />
      </Gate>
    </Frame>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const [drawer, { open: openDrawer, close: closeDrawer }] = useDisclosure(false);
  const [palette, { open: openPalette, close: closePalette }] = useDisclosure(false);
  const main = useRef<HTMLElement>(null);
  useHotkeys([['mod+K', openPalette]], []);
  return (
    <div className={classes.frame}>
      <SkipLink onSkip={() => main.current?.focus()} />
      <div className={classes.side}>
        <div className={classes.brand}>
          <Brand />
          <ThemeSwitch />
        </div>
        <SearchButton onClick={openPalette} />
        <div className={classes.pages}>
          <PageList />
        </div>
        <div className={classes.foot}>
          <LiveMark />
          <Account />
        </div>
      </div>
      <header className={classes.top}>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label="Open the menu" onClick={openDrawer}>
          <Icon name="menu" />
        </ActionIcon>
        <Brand />
        <span className={classes.space} />
        <ActionIcon variant="subtle" color="gray" size={36} aria-label="Search or go to" onClick={openPalette}>
          <Icon name="search" />
        </ActionIcon>
      </header>
      <Drawer
        opened={drawer}
        onClose={closeDrawer}
        title="Gyre"
        size={280}
        padding="md"
        closeButtonProps={{ 'aria-label': 'Close the menu' }}
      >
        <PageList onGo={closeDrawer} />
        <div className={classes.foot}>
          <ThemeSwitch />
          <Account />
        </div>
      </Drawer>
      <main ref={main} id="main" tabIndex={-1} className={classes.main}>
        <NotLive />
        {children}
      </main>
      <RouteAnnouncer main={main} />
      <Palette opened={palette} onClose={closePalette} />
    </div>
  );
}

function Brand() {
  return (
    <To href={paths.home()} className={classes.name} aria-label="Gyre, home">
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
        <rect width="32" height="32" rx="7" className={classes.mark} />
        <path
          d="M23.5 11.2A9 9 0 1 0 25 16h-8"
          fill="none"
          stroke="#fff"
          strokeWidth="3"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      Gyre
    </To>
  );
}

function SearchButton({ onClick }: { onClick: () => void }) {
  const keys = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘K' : 'Ctrl K';
  return (
    <UnstyledButton className={classes.search} onClick={onClick} aria-keyshortcuts="Control+K Meta+K">
      <Icon name="search" size={14} />
      <span className={classes.space}>Search or go to</span>
      <kbd className={classes.keys}>{keys}</kbd>
    </UnstyledButton>
  );
}

/** A link by its looks; an address with only a fragment would lead to the base path, so it is followed here. */
function SkipLink({ onSkip }: { onSkip: () => void }) {
  const skip = (event: MouseEvent) => {
    event.preventDefault();
    onSkip();
  };
  return (
    <a href="#main" className={classes.skip} onClick={skip}>
      Skip to the content
    </a>
  );
}
