import { Button } from '@mantine/core';
import { useState } from 'react';
import { testRule, type TestResult } from '@/api/notifications';
import { shorten, State, useAction, CopyMenu } from '@/kit';
import { testWays } from './commands';
import classes from './notifications.module.css';

/** Sends an example now and says what came of it. */
export function TestRule({ name }: { name: string }) {
  const [result, setResult] = useState<TestResult | null>(null);
  const action = useAction({ run: () => testRule(name), onDone: setResult });
  const test = () => {
    setResult(null);
    action.act();
  };
  return (
    <div className={classes.stack}>
      <div className={classes.bar}>
        <Button variant="filled" loading={action.busy} onClick={test}>
          Send a test message
        </Button>
        <CopyMenu ways={testWays(name)} />
      </div>
      <div role="status">{result !== null && <Result result={result} />}</div>
    </div>
  );
}

function Result({ result }: { result: TestResult }) {
  const status = result.status == null ? '' : ` The answer had the status ${result.status}.`;
  return (
    <div className={classes.result} data-good={result.success ? '' : undefined}>
      <State value={result.success ? 'delivered' : 'failed'} />
      <span>
        {result.success
          ? `The test message was taken.${status}`
          : `The test message was not delivered${result.error == null ? '' : `: ${shorten(result.error, 1000)}`}.${status}`}
      </span>
      {!result.success && (
        <span className={classes.dim}>Mend the cause, then test again. A test is not repeated by itself.</span>
      )}
    </div>
  );
}
