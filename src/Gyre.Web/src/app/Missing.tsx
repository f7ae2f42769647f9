import { Empty } from '@/kit/Empty';
import { Page } from '@/kit/Page';
import { To } from '@/kit/To';
import { paths } from './nav';

export function Missing() {
  return (
    <Page title="Page not found">
      <Empty
        title="There is no page at this address"
        hint="It may be mistyped, or from another version of Gyre."
        action={<To href={paths.home()}>Go home</To>}
      />
    </Page>
  );
}
