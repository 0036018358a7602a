import { useSandbox } from '../store/sandbox.ts';
import { ApplicationSettings } from './ApplicationSettings.tsx';
import classes from './ConfigureView.module.css';

/** What each application asks for at sign-in, to be changed. */
export function ConfigureView() {
  const all = useSandbox((state) => state.world?.applications) ?? [];
  const applications = all.filter(({ grantTypes }) => grantTypes.length > 0);
  return (
    <div className={classes.view}>
      <p className={classes.lead}>
        A change holds for the next sign-in. Tokens that were issued already keep what they carry.
      </p>
      <div className={classes.applications}>
        {applications.map((application) => (
          <ApplicationSettings application={application} key={application.clientId} />
        ))}
      </div>
    </div>
  );
}
