import { Loading } from '@/kit/Loading';
import classes from './Shell.module.css';

/** In the place of a page whose code is on its way. */
export function Pending() {
  return (
    <div className={classes.pending}>
      <Loading />
    </div>
  );
}
