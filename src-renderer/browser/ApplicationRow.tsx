import type { ReactNode } from 'react';
import type { ActorKind, Application } from '../../src-main/contract/world.ts';
import { ActorIcon } from '../ui/actor-icon/index.ts';
import classes from './ApplicationRow.module.css';

const KIND_WORDS: Record<Application['kind'], string> = {
  server: 'server-side, confidential',
  spa: 'single-page, public',
  native: 'native, public',
  outside: 'your own',
  attacker: 'the attacker’s',
  site: 'a site',
};

function iconOf({ kind }: Application): ActorKind {
  return kind === 'outside' || kind === 'attacker' ? kind : 'client';
}

/** An application of the world with what can be done with it. */
export function ApplicationRow({ application, children }: { application: Application; children: ReactNode }) {
  return (
    <li className={classes.row}>
      <ActorIcon kind={iconOf(application)} size={20} />
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
