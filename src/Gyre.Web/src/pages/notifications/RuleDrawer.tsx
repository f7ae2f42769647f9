import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { deleteRule, type Rule } from '@/api/notifications';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { Confirm, Empty, Facts, Own, Time, To, useAction, CopyMenu } from '@/kit';
import { putWays, removeWays } from './commands';
import classes from './notifications.module.css';
import { RuleDialog } from './RuleDialog';
import { bodyOf, draftOf, meaningOf } from './ruleRows';
import { SideDrawer } from './SideDrawer';
import { TestRule } from './TestRule';

interface Props {
  shown: boolean;
  rule: Rule | undefined;
  onClose: () => void;
}

/** One rule with what can be done with it. Which one is open is a part of the address. */
export function RuleDrawer({ shown, rule, onClose }: Props) {
  return (
    <SideDrawer shown={shown} onClose={onClose} title={rule === undefined ? 'Rule' : <Own text={rule.name} max={40} />}>
      {rule === undefined ? (
        <Empty title="There is no such rule" hint="It may have been removed since." />
      ) : (
        <Details rule={rule} onClose={onClose} />
      )}
    </SideDrawer>
  );
}

function Details({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const mayChange = useMayChange();
  const own = rule.project == null;
  return (
    <div className={classes.stack}>
      <Facts items={[['Tells of', <Words key="on" on={rule.on} />], ...targetFacts(rule), ...originFacts(rule)]} />
      <p className={classes.dim}>
        <To href={paths.notifications({ tab: 'undelivered', by: rule.name })}>Undelivered messages of this rule</To>
      </p>
      {mayChange && <TestRule name={rule.name} />}
      <div className={classes.bar}>
        {mayChange && own && <RuleDialog rule={rule} />}
        {mayChange && own && <Remove rule={rule} onGone={onClose} />}
        <CopyMenu ways={putWays(rule.name, bodyOf(draftOf(rule)))} />
      </div>
      {!own && (
        <p className={classes.dim}>
          This rule stands in the file of its project. Change it there; it applies to the runs that are accepted
          afterwards.
        </p>
      )}
    </div>
  );
}

function Words({ on }: { on: readonly string[] }) {
  return (
    <ul className={classes.words}>
      {on.map((word) => (
        <li key={word}>
          <Own text={word} />
          {meaningOf(word) !== null && <span className={classes.dim}> when {meaningOf(word)}</span>}
        </li>
      ))}
    </ul>
  );
}

type Fact = readonly [name: string, value: ReactNode] | null;

function targetFacts({ webhook, email }: Rule): Fact[] {
  if (webhook != null) {
    return [
      ['Webhook', <Own key="url" text={webhook.url} />],
      ['Signed with', webhook.secret == null ? 'nothing' : <Variable key="secret" name={webhook.secret} />],
    ];
  }
  if (email == null) return [];
  return [
    ['Email to', <Own key="to" text={email.to.join(', ')} />],
    ['From', <Own key="from" text={email.from} />],
    ['Mail server', <Own key="server" text={email.server} />],
    email.user == null ? null : ['User in', <Variable key="user" name={email.user} />],
    email.password == null ? null : ['Password in', <Variable key="password" name={email.password} />],
  ];
}

function originFacts(rule: Rule): Fact[] {
  return [
    ['Pipeline', rule.pipeline == null ? 'all' : <Own key="pipeline" text={rule.pipeline} />],
    ['Declared in', rule.project == null ? 'this page or the API' : <Own key="project" text={rule.project} />],
    rule.created_at == null ? null : ['Since', <Time key="since" at={rule.created_at} />],
  ];
}

function Variable({ name }: { name: string }) {
  return (
    <span>
      the variable <Own text={name} /> of the server
    </span>
  );
}

function Remove({ rule, onGone }: { rule: Rule; onGone: () => void }) {
  const action = useAction({
    run: () => deleteRule(rule.name),
    done: 'Rule removed',
    invalidates: [['notifications']],
    onDone: onGone,
  });
  return (
    <Confirm
      title="Remove this rule"
      yes="Remove"
      danger
      text={
        <div className={classes.stack}>
          <span>
            <Own text={rule.name} max={40} /> tells nobody any more. Its undelivered messages are deleted too. This
            cannot be undone.
          </span>
          <div>
            <CopyMenu ways={removeWays(rule.name)} />
          </div>
        </div>
      }
      onYes={() => action.actAsync()}
      trigger={(open) => (
        <Button color="red" variant="light" onClick={open}>
          Remove
        </Button>
      )}
    />
  );
}
