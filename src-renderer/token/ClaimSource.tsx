import type { ReactNode } from 'react';
import type { ClaimOrigin, EventLink } from '../../src-main/contract/claim-origins.ts';
import { selectEvent } from '../store/index.ts';
import { showView } from '../store/ui.ts';
import { formatDuration, formatTimeMs } from '../ui/format.ts';
import classes from './ClaimSource.module.css';

/** Where a claim comes from: its mapper and attribute, what let it out, who allowed it, and since which change. */
export function ClaimSource({ origin }: { origin: ClaimOrigin }) {
  const { title, attribute, standard, lifetime, parameter, signedIn, scopes } = origin;
  return (
    <div className={classes.source}>
      <p>
        From {title}
        {attribute && (
          <>
            {' '}
            <code>{attribute}</code>
          </>
        )}
        {lifetime !== undefined && `: ${formatDuration(lifetime * 1000)}`}
        {signedIn && (
          <>
            , <Point link={signedIn}>the sign-in</Point>
          </>
        )}{' '}
        <span className={classes.standard}>{standard}</span>
      </p>
      {parameter && <p>Let out by the claims parameter of the request.</p>}
      {scopes.map((scope) => (
        <p key={scope.scope}>
          <code>{scope.scope}</code>
          {scope.requested && (
            <>
              {' '}
              <Point link={scope.requested}>asked for</Point>
            </>
          )}
          {scope.consented && (
            <>
              {scope.requested ? ', ' : ' '}
              <Point link={scope.consented}>allowed by the person</Point>
            </>
          )}
          {scope.changed &&
            `, part of the request since the application was changed at ${formatTimeMs(scope.changed.vtime)} (event ${scope.changed.seq})`}
        </p>
      ))}
    </div>
  );
}

/** Leads to the hop in which it happened. */
function Point({ link, children }: { link: EventLink; children: ReactNode }) {
  return (
    <button
      className={classes.link}
      onClick={() => {
        selectEvent({ flow: link.flow, span: link.span, seq: link.seq });
        showView('sequence');
      }}
      title={link.title}
      type="button"
    >
      {children}
    </button>
  );
}
