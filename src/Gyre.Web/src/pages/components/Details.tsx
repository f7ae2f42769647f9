import type { ReactNode } from 'react';
import type { Component, ComponentInput, ComponentOutput } from '@/api/components';
import { Code, CopyAs, cliOf, csharpOf, curlOf, Own, Section } from '@/kit';
import classes from './Components.module.css';
import { defaultText, edgeSnippet, inputEnd, outputEnd, stepSnippet } from './snippet';

/** One component: what it takes and gives, and what to write into a project. */
export function Details({ component }: { component: Component }) {
  return (
    <div className={classes.details}>
      <Section
        title={<Own text={component.name} />}
        actions={
          <CopyAs
            cli={cliOf('component show', [component.name])}
            curl={curlOf('GET', '/api/v1/components')}
            csharp={csharpOf('var components = await api.Catalog.ListComponentsAsync();')}
          />
        }
      >
        {component.description != null && (
          <p className={classes.text} dir="auto">
            {component.description}
          </p>
        )}
      </Section>
      <Section title="Use it in gyre.yaml">
        <Code text={stepSnippet(component)} lang="yaml" />
        <p className={classes.hint}>Inputs can also come by edges of a pipeline:</p>
        <Code text={edgeSnippet(component)} lang="yaml" />
      </Section>
      <Section title="Inputs">
        {component.inputs.length === 0 ? (
          <p className={classes.hint}>It takes nothing.</p>
        ) : (
          <Inputs component={component} />
        )}
      </Section>
      <Section title="Outputs">
        {component.outputs.length === 0 ? (
          <p className={classes.hint}>It gives nothing.</p>
        ) : (
          <Outputs component={component} />
        )}
      </Section>
    </div>
  );
}

function Inputs({ component }: { component: Component }) {
  return (
    <ul className={classes.ports} aria-label={`Inputs of ${component.name}`}>
      {component.inputs.map((input) => (
        <Port key={input.name} port={input} end={inputEnd(input)} need={<Need input={input} />} />
      ))}
    </ul>
  );
}

function Outputs({ component }: { component: Component }) {
  return (
    <ul className={classes.ports} aria-label={`Outputs of ${component.name}`}>
      {component.outputs.map((output) => (
        <Port key={output.name} port={output} end={outputEnd(output)} />
      ))}
    </ul>
  );
}

interface PortProps {
  port: ComponentInput | ComponentOutput;
  end: string;
  need?: ReactNode;
}

function Port({ port, end, need }: PortProps) {
  return (
    <li className={classes.port}>
      <div className={classes.portHead}>
        <strong>
          <Own text={port.name} max={40} />
        </strong>
        <code className={classes.type}>
          <Own text={port.type} max={40} />
        </code>
        <span className={classes.need}>{port.artifact ? 'artifact' : 'value'}</span>
        {need}
        <code className={classes.end} title="Its name in edges, behind the name of the node">
          <Own text={end} max={40} />
        </code>
      </div>
      {port.description != null && (
        <p className={classes.text} dir="auto">
          {port.description}
        </p>
      )}
    </li>
  );
}

function Need({ input }: { input: ComponentInput }) {
  const given = defaultText(input.default);
  if (!input.optional) return <span className={classes.required}>required</span>;
  if (given === null) return <span className={classes.need}>optional</span>;
  return (
    <span className={classes.need}>
      optional, default <code>{given === '' ? '(empty)' : <Own text={given} max={32} />}</code>
    </span>
  );
}
