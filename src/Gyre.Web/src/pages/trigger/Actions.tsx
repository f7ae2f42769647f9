import { Button } from '@mantine/core';
import { useState } from 'react';
import { enableTrigger, fireTrigger, removeTrigger, type Trigger } from '@/api/triggers';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { cliOf, Confirm, CopyAs, csharpOf, csText, curlOf, Icon, Own, useAction, useGo } from '@/kit';
import classes from './trigger.module.css';
import { stateOf } from './when';

export function Actions({ trigger }: { trigger: Trigger }) {
  if (!useMayChange()) return null;
  return (
    <>
      <Fire trigger={trigger} />
      <Switch trigger={trigger} />
      <Remove trigger={trigger} />
    </>
  );
}

function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function keysOf(trigger: Trigger) {
  return [['trigger', trigger.trigger_id], ['triggers'], ['runs']];
}

function Fire({ trigger }: { trigger: Trigger }) {
  const id = trigger.trigger_id;
  const [key, setKey] = useState(newKey);
  const fire = useAction({
    run: () => fireTrigger(id, key),
    done: (made) =>
      made.outcome === 'started'
        ? 'A run has started'
        : made.reason != null
          ? `No run: ${made.reason}`
          : `The firing is ${made.outcome}`,
    invalidates: keysOf(trigger),
    onDone: () => setKey(newKey()),
  });
  return (
    <Confirm
      title="Fire this trigger now?"
      yes="Fire"
      onYes={() => fire.actAsync(undefined)}
      trigger={(open) => (
        <Button leftSection={<Icon name="bolt" size={14} />} onClick={open}>
          Fire now
        </Button>
      )}
      text={
        <div className={classes.stack}>
          <p className={classes.text}>
            It starts <Own text={trigger.pipeline} max={40} />, unless one of its limits forbids that; the history says
            which.
          </p>
          <CopyAs
            cli={cliOf('trigger fire', [trigger.name], { project: trigger.project })}
            curl={curlOf('POST', `/api/v1/triggers/${id}/fire`)}
            csharp={csharpOf(`var firing = await api.Triggers.FireAsync(${csText(id)});`)}
          />
        </div>
      }
    />
  );
}

function Switch({ trigger }: { trigger: Trigger }) {
  const id = trigger.trigger_id;
  const on = stateOf(trigger) === 'enabled';
  const verb = on ? 'Disable' : 'Enable';
  const change = useAction({
    run: () => enableTrigger(id, !on),
    done: on ? 'Disabled' : 'Enabled',
    invalidates: keysOf(trigger),
  });
  return (
    <Confirm
      title={`${verb} this trigger?`}
      yes={verb}
      onYes={() => change.actAsync(undefined)}
      trigger={(open) => <Button onClick={open}>{verb}</Button>}
      text={
        <div className={classes.stack}>
          <p className={classes.text}>
            {on
              ? 'It starts nothing more. Runs under way continue; starts that wait are skipped.'
              : 'It fires again from now on. Firings missed in the meantime are not made up for.'}
          </p>
          <CopyAs
            cli={cliOf(`trigger ${verb.toLowerCase()}`, [trigger.name], { project: trigger.project })}
            curl={curlOf('POST', `/api/v1/triggers/${id}/${verb.toLowerCase()}`)}
            csharp={csharpOf(`await api.Triggers.${verb}Async(${csText(id)});`)}
          />
        </div>
      }
    />
  );
}

function Remove({ trigger }: { trigger: Trigger }) {
  const go = useGo();
  const id = trigger.trigger_id;
  const remove = useAction({
    run: () => removeTrigger(id),
    done: 'Removed',
    invalidates: [['triggers']],
    onDone: () => go(paths.triggers(), { replace: true }),
  });
  return (
    <Confirm
      title="Remove this trigger?"
      yes="Remove"
      danger
      onYes={() => remove.actAsync(undefined)}
      trigger={(open) => (
        <Button color="red" variant="subtle" onClick={open}>
          Remove
        </Button>
      )}
      text={
        <div className={classes.stack}>
          <p className={classes.text}>
            Its history is deleted; its runs are kept. While the file in <Own text={trigger.folder} /> declares it, the
            next <code>gyre trigger add</code> registers it again: on the command line, delete it there and run that
            command.
          </p>
          <CopyAs
            cli={cliOf('trigger add', [trigger.folder], { project: trigger.project })}
            curl={curlOf('DELETE', `/api/v1/triggers/${id}`)}
            csharp={csharpOf(`await api.Triggers.RemoveAsync(${csText(id)});`)}
          />
        </div>
      }
    />
  );
}
