import { z } from 'zod';
import { stageViewSchema } from '../../contract/labs.ts';
import { durationMs, jumpSchema } from '../format/duration.ts';
import { closed } from '../format/validate.ts';
import { defineVerb, done } from './verb.ts';

const VIEW_NAMES = {
  browser: 'the browser',
  sequence: 'the sequence diagram',
  timeline: 'the timeline',
  state: 'the state of the flow',
  token: 'the token inspector',
  request: 'the request builder',
  configure: 'the settings of the application',
  account: 'the state chart of the account',
  workflow: 'the workflow with the step that it waits for',
} as const;

export const uiOpen = defineVerb({
  name: 'ui.open',
  schema: closed('ui.open', { view: stageViewSchema }),
  label: (input) => `Show ${VIEW_NAMES[input.view]}`,
  mentions: () => ({}),
  async play(input) {
    return done(
      `${VIEW_NAMES[input.view]} ${input.view === 'configure' ? 'are' : 'is'} open.`.replace(/^./, (first) =>
        first.toUpperCase(),
      ),
      { view: input.view },
    );
  },
});

export const clientSet = defineVerb({
  name: 'client.set',
  schema: closed('client.set', {
    client: z.string().min(1),
    requestedScopes: z.array(z.string().min(1)).max(40).optional(),
    rotateRefreshTokens: z.boolean().optional(),
    pkce: z.boolean().optional(),
  }).refine(
    ({ requestedScopes, rotateRefreshTokens, pkce }) =>
      [requestedScopes, rotateRefreshTokens, pkce].some((change) => change !== undefined),
    'client.set needs requestedScopes, rotateRefreshTokens or pkce.',
  ),
  label: ({ requestedScopes, rotateRefreshTokens, pkce }) => {
    if (requestedScopes) return `Have it ask for ${requestedScopes.join(' ')}`;
    if (pkce !== undefined) return `Switch PKCE ${pkce ? 'on' : 'off'}`;
    return `Switch the rotation of refresh tokens ${rotateRefreshTokens ? 'on' : 'off'}`;
  },
  mentions: (input) => ({ application: input.client }),
  async play(input, { verbs }) {
    await verbs.setClient(input);
    return done('The application is changed. The next sign-in asks anew.', { view: 'configure' });
  },
});

export const clockAdvance = defineVerb({
  name: 'clock.advance',
  schema: closed('clock.advance', { by: jumpSchema }),
  label: (input) => `Move the clock by ${input.by}`,
  mentions: () => ({}),
  async play(input, { verbs }) {
    await verbs.advanceClock(durationMs(input.by));
    return done(`The clock has moved by ${input.by}.`);
  },
});

export const traceFilter = defineVerb({
  name: 'trace.filter',
  schema: closed('trace.filter', {
    /** Selects the story that made this check pass; without it the newest story stays selected. */
    check: z.string().optional(),
  }),
  label: () => 'Show what happened',
  mentions: (input) => ({ check: input.check }),
  async play(input, { storyOf }) {
    const flow = input.check === undefined ? undefined : storyOf?.(input.check);
    if (input.check !== undefined && flow === undefined) {
      return {
        ok: false,
        message: 'This has not happened yet, so there is nothing to show. Do the step before it first.',
      };
    }
    return done('The sequence diagram shows it.', { view: 'sequence', flow });
  },
});

export const snapshotTake = defineVerb({
  name: 'snapshot.take',
  schema: closed('snapshot.take', { name: z.string().min(1).max(80) }),
  label: (input) => `Take a snapshot “${input.name}”`,
  mentions: () => ({}),
  async play(input, { verbs }) {
    await verbs.takeSnapshot(input.name);
    return done(`The snapshot “${input.name}” is taken.`);
  },
});

export const worldReset = defineVerb({
  name: 'world.reset',
  schema: closed('world.reset', {}),
  label: () => 'Put the whole world back',
  mentions: () => ({}),
  async play(_input, { verbs }) {
    await verbs.resetWorld();
    return done('The world is as it was when it was made.');
  },
});
