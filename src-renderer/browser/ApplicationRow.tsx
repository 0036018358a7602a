import type { ReactNode } from 'react';
import type { Application } from '../../src-main/contract/world.ts';
import { ActorIcon } from '../ui/actor-icon/index.ts';
import classes from './ApplicationRow.module.css';

const KIND_WORDS: Record<Application['kind'], string> = {
  server: 'server-side, confidential',
  spa: 'single-page, public',
  native: 'native, public',
  outside: 'your own',
};

/** An application of the world with what can be done with it. */
export function ApplicationRow({ application, children }: { application: Application; children: ReactNode }) {
  return (
    <li className={classes.row}>
      <ActorIcon kind={application.kind === 'outside' ? 'outside' : 'client'} size={20} />
      <div className={classes.text}>
        <p className={classes.name}>
          {application.name} <span className={classes.kind}>{KIND_WORDS[application.kind]}</span>
        </p>
        <p className={classes.about}>{application.about}</p>
      </div>
      {children}
    </li>
  );
}
