import { type ComponentType, lazy } from 'react';

/** Whose words a rung is in. `verified`: read in WSO2's sources; `ours`: put together by us from its extension points. */
export type RungSource = 'verified' | 'ours';

/** A rung of the ladder that one climbs when the built-in workflows do not suffice. */
export interface Rung {
  id: string;
  /** Its place on the ladder; null for a design problem that belongs to no single rung. */
  number: number | null;
  title: string;
  source: RungSource;
  about: string;
  can: readonly string[];
  cannot: readonly string[];
  /** What is done here; absent where it is done elsewhere, or not at all. */
  Section?: ComponentType;
}

/** The ladder, in ascending complexity, then the problems met on the way. The screen is made from this list. */
export const RUNGS: readonly Rung[] = [
  {
    id: 'chain',
    number: 1,
    title: 'Call existing endpoints in an order of your own',
    source: 'verified',
    about:
      'The workflow lives in whoever calls: a front end, a back end for it, a script. The provider stays as it is.',
    can: [
      'Use every REST endpoint of the workflows and of SCIM',
      'Have codes handed out instead of sent (Notification.InternallyManage)',
    ],
    cannot: [
      'Change what an endpoint does',
      'Prove by itself that call 1 came before call 2 for the same person',
    ],
    Section: lazy(async () => ({ default: (await import('./ChainRung.tsx')).ChainRung })),
  },
  {
    id: 'endpoints',
    number: 2,
    title: 'Write endpoints of your own and mix them in',
    source: 'verified',
    about:
      'A small endpoint at the provider, over the existing ones. Here it is a script at /ext/…; each of its calls is a hop of the same trace.',
    can: [
      'Hide three calls behind one',
      'Act as anybody, as its caller, or as the sandbox itself',
      'Give back an answer of its own shape',
    ],
    cannot: [
      'Reach anything but this provider',
      'Step into what the existing endpoints do inside',
      'Be undone as a whole: each call is kept when it has answered',
    ],
    Section: lazy(async () => ({ default: (await import('./EndpointRung.tsx')).EndpointRung })),
  },
  {
    id: 'handlers',
    number: 3,
    title: 'Handle events of the directory',
    source: 'ours',
    about: 'A script that is asked before something is written (PRE_…), or told after it (POST_…).',
    can: [
      'Before: refuse, and nothing is written; or rewrite name, address and claims',
      'After: call endpoints, in the same story',
    ],
    cannot: [
      'Before: call anything, or take longer than a quarter of a second. Only the write that it is asked about waits for it; what changes meanwhile is asked about again',
      'After: undo what has happened, whatever it throws',
    ],
    Section: lazy(async () => ({ default: (await import('./HandlerRung.tsx')).HandlerRung })),
  },
  {
    id: 'filter',
    number: 4,
    title: 'Intercept an endpoint and decorate its authorization',
    source: 'ours',
    about:
      'People join and leave certain groups by themselves, at the SCIM endpoint of administrators. A filter picks the requests that can be meant; the default handler decides first, and where it says DENY, a decorator may still say GRANT.',
    can: [
      'Open a narrow door in an endpoint that only administrators may use',
      'Leave the role and the scopes of everybody as they are',
    ],
    cannot: [
      'Change what the endpoint does once it is let through',
      'Be safe while it reads a request in another way than the endpoint does',
    ],
    Section: lazy(async () => ({ default: (await import('./InterceptRung.tsx')).InterceptRung })),
  },
  {
    id: 'replace',
    number: 5,
    title: 'Replace authenticators and listeners',
    source: 'ours',
    about:
      'In the product: authenticators, post-authentication handlers and user-store listeners of one’s own, as Java.',
    can: ['Change how a person signs in, and what every write goes through'],
    cannot: ['Be done here: this sandbox signs people in by password alone'],
  },
  {
    id: 'approvals',
    number: 6,
    title: 'Have somebody approve',
    source: 'ours',
    about:
      'What is asked for waits for the decision of another person. Here that is a step of a custom workflow: the tab Workflows.',
    can: ['Put a person between the wish and the write', 'Let the decision lapse after a time'],
    cannot: ['Take back what was written before the decision was asked for'],
  },
  {
    id: 'actions',
    number: 7,
    title: 'Call out by HTTP',
    source: 'ours',
    about:
      'Before a signed access token is issued, and before a password is changed, the directory asks a service and waits. The contract is that of WSO2’s actions.',
    can: [
      'Add, replace and remove claims and scopes of the token, as far as allowedOperations says',
      'Refuse the token or the password, with a reason',
    ],
    cannot: [
      'Touch claims of the protocol or of the sign-in, or give a scope that the application may not have',
      'Be reached off this machine, or let anything through by being silent',
    ],
    Section: lazy(async () => ({ default: (await import('./ActionsRung.tsx')).ActionsRung })),
  },
  {
    id: 'one-time-code',
    number: null,
    title: 'Prove that one call came before the next',
    source: 'verified',
    about:
      'A workflow of several calls runs before anybody can sign in. What proves to a call that the one before succeeded, for the same caller? Each answer hands out a one-time authorization code, and the next call sends it back. Two versions are flawed on purpose, after a published sample.',
    can: [
      'Take the all-powerful account out of the front end: a code is good for one step',
      'Turn the DENY of the default handler into a GRANT',
    ],
    cannot: [
      'Prove who the caller is: only that she had the answer before',
      'Take the place of the workflow’s own codes, which go to the person',
    ],
    Section: lazy(async () => ({
      default: (await import('./OneTimeCodeProblem.tsx')).OneTimeCodeProblem,
    })),
  },
];
