import { Loader } from '@mantine/core';
import classes from './Starting.module.css';

/** Says that the sandbox is on its way, where nothing can be shown before it is there. */
export function Starting() {
  return (
    <div className={classes.wait} role="status">
      <Loader color="accent" size="sm" />
      <p>Starting the sandbox: provider, gateway, applications and people.</p>
    </div>
  );
}
