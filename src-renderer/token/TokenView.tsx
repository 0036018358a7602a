import { Textarea } from '@mantine/core';
import { Ticket } from 'lucide-react';
import { useCallback, useId, useMemo, useState } from 'react';
import { useCurrentFlow, useFlow } from '../flows/use-flow.ts';
import { useMoment } from '../flows/use-moment.ts';
import { useSandbox, useSelection } from '../store/index.ts';
import { useStandings } from '../timeline/use-standings.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { TokenChips } from './TokenChips.tsx';
import { TokenContent } from './TokenContent.tsx';
import { TokenFacts } from './TokenFacts.tsx';
import classes from './TokenView.module.css';
import { inReadingOrder } from './token-order.ts';
import { useClaimOrigins } from './use-claim-origins.ts';
import { useInspected } from './use-inspected.ts';

/** The tokens of the selected flow, taken apart; or any other token that is pasted. */
export function TokenView() {
  const flow = useCurrentFlow();
  const { view } = useFlow(flow);
  const moment = useMoment(view);
  const standingOf = useStandings(flow, moment);
  const chosen = useSelection((state) => state.tokenHandle);
  const applications = useSandbox((state) => state.world?.applications);
  const [pasting, setPasting] = useState(false);
  const [pasted, setPasted] = useState('');
  const field = useId();
  const nameOf = useCallback(
    (client: string) => applications?.find((each) => each.clientId === client)?.name ?? client,
    [applications],
  );

  const tokens = useMemo(() => inReadingOrder(view?.tokens ?? []), [view]);
  const preferred = tokens.findLast((token) => token.kind === 'access') ?? tokens.at(-1);
  const handle = chosen ?? preferred?.handle;
  const input = pasting ? pasted.trim() || undefined : handle;
  const { token, error } = useInspected(input);
  const issued = tokens.find((each) => each.handle === token?.handle || each.handle === input);
  const origins = useClaimOrigins(
    issued ? { seq: issued.seq } : token?.registered ? { handle: token.handle } : undefined,
  );

  return (
    <section aria-label="Token inspector" className={classes.view}>
      <TokenChips
        nameOf={nameOf}
        onPaste={setPasting}
        pasting={pasting}
        selected={handle}
        standingOf={standingOf}
        tokens={tokens}
      />
      {pasting && (
        <Textarea
          autosize
          description="It is taken apart here and goes nowhere else. Its signature is checked against this provider’s keys."
          id={field}
          label="A token"
          maxRows={6}
          minRows={2}
          onChange={(event) => setPasted(event.currentTarget.value)}
          placeholder="eyJ…"
          value={pasted}
        />
      )}
      {input === undefined && !pasting && (
        <EmptyState icon={Ticket} title="This flow holds no token yet">
          Finish a sign-in, and the access, ID and refresh token appear here. Any other token can be pasted.
        </EmptyState>
      )}
      {error && <ErrorNote error={error} />}
      {token && (
        <>
          <TokenFacts
            at={moment?.vtime}
            nameOf={nameOf}
            standing={standingOf?.(token.handle)}
            token={token}
          />
          <TokenContent key={token.handle} origins={origins} token={token} />
        </>
      )}
    </section>
  );
}
