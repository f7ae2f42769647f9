import { useQuery } from '@tanstack/react-query';
import type { SignatureField } from '@/formats/mlflow/mlmodel';
import { mlModelQuery } from '@/formats/mlflow/registry';
import { YamlError } from '@/formats/mlflow/yaml';
import { type Column, Empty, Facts, Failure, Loading, Own, Section, shorten, Table } from '@/kit';
import { isGone } from '@/pages/model/gone';
import classes from './version.module.css';

type Row = SignatureField & { key: string };

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (row) => (row.name === null ? '–' : <Own text={row.name} />),
    value: (row) => row.name,
    width: 140,
    grow: true,
  },
  {
    id: 'type',
    header: 'Type',
    cell: (row) => <Own text={row.type} />,
    value: (row) => row.type,
    width: 160,
    grow: true,
  },
  {
    id: 'required',
    header: 'Required',
    cell: (row) => (row.optional ? 'no' : 'yes'),
    value: (row) => (row.optional ? 'no' : 'yes'),
    width: 90,
  },
];
const withDefault: readonly Column<Row>[] = [
  ...columns.slice(0, 2),
  {
    id: 'default',
    header: 'Default',
    cell: (row) => <Own text={row.default} />,
    value: (row) => row.default,
    width: 140,
  },
];

/** What the file MLmodel says: what goes in and comes out, and how programs load it. */
export function Signature({ name, version }: { name: string; version: string }) {
  const { data, error, refetch } = useQuery(mlModelQuery(name, version));
  if (error !== null) {
    if (error instanceof YamlError)
      return <Empty title="The file MLmodel cannot be read" hint={`${error.message} Look at it on the tab Files.`} />;
    if (isGone(error)) {
      return (
        <Empty
          title="This version has no MLmodel file"
          hint="The file describes inputs, outputs and flavors. MLflow and Gyre.Client write it when they log a model."
        />
      );
    }
    return <Failure error={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Loading />;
  const { signature, flavors, facts } = data;
  return (
    <>
      {signature === null ? (
        <Empty
          title="This model has no signature"
          hint="Pass one when you log the model (signature=infer_signature(x, y) in MLflow), and inputs are checked when it is loaded."
        />
      ) : (
        <>
          <Fields title="Inputs" fields={signature.inputs} columns={columns} exportName={`${name} ${version} inputs`} />
          <Fields
            title="Outputs"
            fields={signature.outputs}
            columns={columns}
            exportName={`${name} ${version} outputs`}
          />
          <Fields
            title="Parameters"
            fields={signature.params}
            columns={withDefault}
            exportName={`${name} ${version} parameters`}
          />
        </>
      )}
      <Section title="Flavors">
        {flavors.length === 0 && <p className={classes.note}>None.</p>}
        <div className={classes.flavors}>
          {flavors.map((flavor) => (
            <section key={flavor.name} className={classes.flavor}>
              <h3 className={classes.flavorName}>
                <Own text={flavor.name} />
              </h3>
              <Facts
                items={flavor.values.map(([key, text]) => [shorten(key, 60), <Own key={key} text={text} />] as const)}
              />
            </section>
          ))}
        </div>
      </Section>
      {facts.length > 0 && (
        <Section title="About the model">
          <Facts
            items={facts.map(
              ([key, text]) => [shorten(key.replaceAll('_', ' '), 60), <Own key={key} text={text} />] as const,
            )}
          />
        </Section>
      )}
    </>
  );
}

interface FieldsProps {
  title: string;
  fields: readonly SignatureField[];
  columns: readonly Column<Row>[];
  exportName: string;
}

function Fields({ title, fields, columns: shown, exportName }: FieldsProps) {
  if (fields.length === 0) return null;
  const rows = fields.map((field, index): Row => ({ ...field, key: String(index) }));
  return (
    <Section title={title}>
      <Table label={title} rows={rows} columns={shown} rowKey={(row) => row.key} exportName={exportName} height={400} />
    </Section>
  );
}
