import { type ReactNode, useEffect } from 'react';
import { shorten } from './format';
import { Own } from './Own';
import { To } from './To';
import classes from './Page.module.css';

interface Crumb {
  text: string;
  href: string;
}

interface Props {
  title: string;
  subtitle?: ReactNode;
  actions?: ReactNode;
  /** The pages above this one, outermost first. */
  crumbs?: readonly Crumb[];
  /** What the heading shows instead of the plain title; the title still names the document. */
  heading?: ReactNode;
  children?: ReactNode;
}

export function Page({ title, subtitle, actions, crumbs, heading, children }: Props) {
  useEffect(() => {
    document.title = title === '' ? 'Gyre' : `${shorten(title, 80)} · Gyre`;
  }, [title]);
  return (
    <div className={classes.page}>
      {crumbs !== undefined && crumbs.length > 0 && (
        <nav aria-label="Breadcrumb" className={classes.crumbs}>
          <ol>
            {crumbs.map((crumb) => (
              <li key={crumb.href}>
                <To href={crumb.href}>
                  <Own text={crumb.text} max={40} />
                </To>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <header className={classes.header}>
        <div className={classes.titles}>
          <h1 className={classes.title}>{heading ?? <Own text={title} />}</h1>
          {subtitle !== undefined && <div className={classes.subtitle}>{subtitle}</div>}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface SectionProps {
  title: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

export function Section({ title, actions, children }: SectionProps) {
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2 className={classes.sectionTitle}>{title}</h2>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}
