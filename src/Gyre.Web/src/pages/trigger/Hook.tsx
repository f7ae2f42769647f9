import type { Trigger } from '@/api/triggers';
import { urlOf } from '@/api/client';
import { Code, Section, UrlTabs } from '@/kit';
import { csharpExample, pythonExample, secretVariable, shellExample } from './signing';
import classes from './trigger.module.css';

/** Where requests go and how they are signed. */
export function Hook({ trigger }: { trigger: Trigger }) {
  const address = urlOf(`/api/v1/triggers/${trigger.trigger_id}/hook`);
  return (
    <div className={classes.stack}>
      <Section title="Address">
        <Code text={address} />
        <p className={classes.text}>
          The route needs no token: the signature is the key. Send a JSON body of at most 256 KiB; the trigger sees it
          as <code>event.data</code>.
        </p>
      </Section>
      <Section title="Signature">
        <p className={classes.text}>
          Each request carries three headers. <code>X-Gyre-Timestamp</code> is the time in seconds since 1970, at most
          five minutes off. <code>X-Gyre-Delivery</code> is an id of your own: the same id fires once, however often it
          is sent. <code>X-Gyre-Signature</code> is <code>sha256=</code> and the HMAC-SHA256, in hexadecimal, of{' '}
          <code>TIMESTAMP.DELIVERY.BODY</code>.
        </p>
        <p className={classes.text}>
          The key is the value of the environment variable that <code>webhook: secret:</code> in gyre.yaml names, at
          least 16 characters, set for the server. The examples call it <code>{secretVariable}</code>; the API does not
          tell the name.
        </p>
        <UrlTabs
          label="Examples"
          param="example"
          tabs={[
            { id: 'shell', label: 'Shell', content: () => <Code text={shellExample(address)} lang="shell" /> },
            { id: 'python', label: 'Python', content: () => <Code text={pythonExample(address)} lang="python" /> },
            { id: 'csharp', label: 'C#', content: () => <Code text={csharpExample(address)} lang="csharp" /> },
          ]}
        />
      </Section>
      <Section title="Answers">
        <dl className={classes.codes}>
          <dt>202</dt>
          <dd>accepted and stored</dd>
          <dt>200</dt>
          <dd>accepted earlier, under the same delivery id</dd>
          <dt>401</dt>
          <dd>wrong or old signature, or no such trigger</dd>
          <dt>413</dt>
          <dd>body larger than 256 KiB</dd>
          <dt>429</dt>
          <dd>too many requests are waiting</dd>
        </dl>
      </Section>
    </div>
  );
}
