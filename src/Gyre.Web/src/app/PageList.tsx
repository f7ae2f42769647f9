import { useRouterState } from '@tanstack/react-router';
import { Icon } from '@/kit/icons';
import { To } from '@/kit/To';
import classes from './PageList.module.css';
import { isAt, pageGroups } from './pages';

/** The list of pages; `onGo` closes the drawer that it lies in on small screens. */
export function PageList({ onGo }: { onGo?: () => void }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav aria-label="Pages" className={classes.nav}>
      {pageGroups.map((group, index) => (
        <div key={group.title ?? index} className={classes.group}>
          {group.title !== null && <div className={classes.title}>{group.title}</div>}
          <ul className={classes.list}>
            {group.pages.map((page) => (
              <li key={page.href}>
                <To
                  href={page.href}
                  className={classes.link}
                  aria-current={isAt(page, path) ? 'page' : undefined}
                  onClick={() => onGo?.()}
                >
                  <Icon name={page.icon} />
                  {page.label}
                </To>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
