import { useEffect, useState } from 'react';
import type { PublicError } from '../../src-main/contract/errors.ts';
import type { FlowToken } from '../../src-main/contract/flow.ts';
import type { Json } from '../../src-main/contract/json.ts';
import { type Claims, compareClaims } from '../../src-main/trace/views/compare-claims.ts';
import type { Compared } from '../../src-main/trace/views/compare-flows.ts';
import { asPublicError } from '../client/public-error.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Changes } from './Changes.tsx';
import classes from './ComparedTokens.module.css';
import { type ComparedRun, inspectedClaims } from './compared-run.ts';

const KINDS: Record<FlowToken['kind'], string> = {
  access: 'Access token',
  id: 'ID token',
  refresh: 'Refresh token',
};

/** The tokens of two runs, pair by pair, each taken apart claim by claim. */
export function ComparedTokens({
  rows,
  left,
  right,
}: {
  rows: readonly Compared<FlowToken>[];
  left: ComparedRun;
  right: ComparedRun;
}) {
  if (rows.length === 0) return <p className={classes.nothing}>Neither run was given a token.</p>;
  return rows.map((row) => {
    const token = (row.left ?? row.right) as FlowToken;
    return (
      <section
        aria-label={`${KINDS[token.kind]} for ${token.client}`}
        className={classes.token}
        key={`${row.left?.handle} ${row.right?.handle}`}
      >
        <h3 className={classes.tokenTitle}>
          {KINDS[token.kind]} <span>for {token.client}</span>
          {token.audience !== undefined && token.kind === 'access' && <span> · {token.audience}</span>}
        </h3>
        {row.left === undefined || row.right === undefined ? (
          <p className={classes.none}>
            Only “{row.left === undefined ? right.name : left.name}” was given this token
            {token.scope === undefined ? '.' : `, with the scope ${token.scope}.`}
          </p>
        ) : (
          <TokenPair left={left} leftToken={row.left} right={right} rightToken={row.right} row={row} />
        )}
      </section>
    );
  });
}

type Sides = { left: Claims | undefined; right: Claims | undefined };

function TokenPair({
  row,
  left,
  right,
  leftToken,
  rightToken,
}: {
  row: Compared<FlowToken>;
  left: ComparedRun;
  right: ComparedRun;
  leftToken: FlowToken;
  rightToken: FlowToken;
}) {
  const [sides, setSides] = useState<Sides>();
  const [error, setError] = useState<PublicError>();
  const leftClaims = left.claimsOf ?? inspectedClaims;
  const rightClaims = right.claimsOf ?? inspectedClaims;
  useEffect(() => {
    let stale = false;
    Promise.all([leftClaims(leftToken.handle), rightClaims(rightToken.handle)]).then(
      ([one, other]) => !stale && setSides({ left: one, right: other }),
      (thrown: unknown) => !stale && setError(asPublicError(thrown)),
    );
    return () => {
      stale = true;
    };
  }, [leftClaims, rightClaims, leftToken.handle, rightToken.handle]);
  const names = { left: left.name, right: right.name };
  if (sides?.left && sides.right) return <ClaimTable left={sides.left} names={names} right={sides.right} />;
  return (
    <>
      {error && <ErrorNote error={error} />}
      {sides && (
        <p className={classes.none}>
          An opaque token says nothing by itself; this is what the log says of it.
          {row.changes.length === 0 && ' It is the same in both runs.'}
        </p>
      )}
      {row.changes.length > 0 && <Changes changes={row.changes} names={names} />}
    </>
  );
}

function ClaimTable({
  left,
  right,
  names,
}: {
  left: Claims;
  right: Claims;
  names: { left: string; right: string };
}) {
  return (
    <table className={classes.claims}>
      <thead>
        <tr>
          <th scope="col">Claim</th>
          <th scope="col">{names.left}</th>
          <th scope="col">{names.right}</th>
        </tr>
      </thead>
      <tbody>
        {compareClaims(left, right).map((claim) => (
          <tr data-difference={claim.difference} key={claim.name}>
            <th scope="row">
              {claim.name}
              {claim.fresh && <span className={classes.fresh}>new in every token</span>}
              {claim.difference !== 'same' && <span className={classes.hidden}> (differs)</span>}
            </th>
            <td>{claimText(claim.left)}</td>
            <td>{claimText(claim.right)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function claimText(value: Json | undefined) {
  if (value === undefined) return <i>not there</i>;
  return <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>;
}
