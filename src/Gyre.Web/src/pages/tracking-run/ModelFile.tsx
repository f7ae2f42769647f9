import { useQuery } from '@tanstack/react-query';
import { baseUrl } from '@/api/base';
import { request } from '@/api/client';
import { type MlModel, readMlModel, type SignatureField } from '@/formats/mlflow/mlmodel';
import { Facts, Own, Section } from '@/kit';
import classes from './TrackingRun.module.css';

const most = 1_000_000;

async function load(url: string, signal: AbortSignal): Promise<MlModel> {
  const { pathname, search } = new URL(url);
  const response = await request('GET', `/${pathname.slice(baseUrl.pathname.length)}${search}`, { signal });
  return readMlModel((await response.text()).slice(0, most));
}

/** What the file MLmodel says: flavors and signature. Nothing when it cannot be read; the text is shown anyway. */
export function ModelFile({ url }: { url: string }) {
  const { data } = useQuery({ queryKey: ['mlmodel', url], queryFn: ({ signal }) => load(url, signal), retry: false });
  if (data === undefined) return null;
  return (
    <Section title="Model">
      <Facts
        items={[
          ['Flavors', <Own key="flavors" text={data.flavors.map((flavor) => flavor.name).join(', ')} />],
          ...data.facts.slice(0, 8).map(([name, value]) => [name, <Own key={name} text={value} />] as const),
        ]}
      />
      {data.signature !== null && (
        <table className={classes.signature}>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col">Name</th>
              <th scope="col">Type</th>
            </tr>
          </thead>
          <tbody>
            {fields('input', data.signature.inputs)}
            {fields('output', data.signature.outputs)}
            {fields('parameter', data.signature.params)}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function fields(part: string, list: readonly SignatureField[]) {
  return list.slice(0, 200).map((field, index) => (
    <tr key={`${part}${index}`}>
      <td>{part}</td>
      <td>
        <Own text={field.name} max={32} />
      </td>
      <td>
        <Own text={field.optional ? `${field.type}, optional` : field.type} max={40} />
      </td>
    </tr>
  ));
}
