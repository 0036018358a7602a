import fc from 'fast-check';
import type { GroupChange, UserChange, UserSaid } from './directory-model.ts';
import { filters, TEXTS, type Wanted } from './filter-model.ts';

/** Somebody or something that a request refers to: one that is there, nobody, a group where a user is wanted. */
export type Ref = { pick: number } | { bulk: number } | 'nobody' | 'a-group';
/** What a client demands of the version. */
export type Match = 'none' | 'current' | 'stale' | 'any';

type Said = UserSaid<Ref>;
type GroupOp = GroupChange<Ref>;

/** A request of a walk, before what it refers to is put in. */
export type Planned =
  | { kind: 'create-user'; said: Said }
  | { kind: 'replace-user'; target: Ref; said: Said; match: Match }
  | { kind: 'patch-user'; target: Ref; changes: UserChange[]; match: Match }
  | { kind: 'create-group'; displayName: string; members: Ref[] }
  | { kind: 'replace-group'; target: Ref; displayName: string; members: Ref[]; match: Match }
  | { kind: 'patch-group'; target: Ref; changes: GroupOp[]; match: Match }
  | { kind: 'delete-user' | 'delete-group'; target: Ref; match: Match };

export type Step =
  | { kind: 'request'; request: Planned }
  | { kind: 'bulk'; requests: Planned[]; failOnErrors: number | undefined }
  | {
      kind: 'search';
      filter: Wanted;
      count: number;
      sortBy: 'userName' | 'title' | undefined;
      down: boolean;
    };

const names = fc.constantFrom('ann', 'ANN', 'bo', 'Bo', 'cy', 'dee', 'Ärmel', 'ärmel');
const teams = fc.constantFrom('red', 'RED', 'blue', 'green');
const text = fc.constantFrom<string>(...TEXTS, '');
const externalId = fc.constantFrom('X1', 'x1', 'X2', '');
const address = fc.constantFrom('a@one.example', 'A@one.example', 'b@two.example', 'c@two.example');
const kind = fc.constantFrom('work', 'home');
const match = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Match>('none') },
  { weight: 3, arbitrary: fc.constant<Match>('current') },
  { weight: 2, arbitrary: fc.constant<Match>('stale') },
  { weight: 1, arbitrary: fc.constant<Match>('any') },
);
const pick = fc.nat({ max: 9 }).map((value): Ref => ({ pick: value }));
const someone: fc.Arbitrary<Ref> = fc.oneof(
  { weight: 12, arbitrary: pick },
  { weight: 1, arbitrary: fc.constantFrom<Ref>('nobody', 'a-group') },
);
const someones = (who: fc.Arbitrary<Ref>) => fc.array(who, { maxLength: 3 });

const said = (who: fc.Arbitrary<Ref>): fc.Arbitrary<Said> =>
  fc.record({
    userName: names,
    title: fc.option(text),
    externalId: fc.option(externalId),
    active: fc.option(fc.boolean()),
    emails: fc.uniqueArray(fc.record({ value: address, type: kind }), {
      maxLength: 2,
      selector: ({ value, type }) => `${value} ${type}`,
    }),
    manager: fc.option(who, { freq: 2 }),
  });

const userOp: fc.Arbitrary<UserChange> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('title' as const), value: text }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('externalId' as const), value: externalId }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('no-title' as const, 'no-externalId' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('no-userName' as const, 'id' as const) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('active' as const), value: fc.boolean(), asText: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('userName' as const), value: names }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('add-email' as const), value: address, type: kind }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('no-email' as const), value: address }) },
);

const groupOp = (who: fc.Arbitrary<Ref>): fc.Arbitrary<GroupOp> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constantFrom('add' as const, 'remove' as const, 'replace' as const),
        members: fc.array(who, { minLength: 1, maxLength: 3 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove-one' as const), member: who }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constantFrom('clear' as const, 'no-displayName' as const) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('displayName' as const), value: teams }) },
  );

/** Somebody is put in and taken out by one request, or the other way round: the later operation counts. */
const toAndFro = (who: fc.Arbitrary<Ref>): fc.Arbitrary<GroupOp[]> =>
  fc.tuple(who, fc.boolean()).map(([one, isIn]) => [
    { kind: isIn ? 'add' : 'remove', members: [one] },
    { kind: isIn ? 'remove' : 'add', members: [one] },
  ]);

const planned = (who: fc.Arbitrary<Ref>): fc.Arbitrary<Planned> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('create-user' as const), said: said(who) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('replace-user' as const),
        target: who,
        said: said(who),
        match,
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('patch-user' as const),
        target: who,
        changes: fc.array(userOp, { minLength: 1, maxLength: 3 }),
        match,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('create-group' as const),
        displayName: teams,
        members: someones(who),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('replace-group' as const),
        target: who,
        displayName: teams,
        members: someones(who),
        match,
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('patch-group' as const),
        target: who,
        changes: fc.oneof(
          { weight: 3, arbitrary: fc.array(groupOp(who), { minLength: 1, maxLength: 3 }) },
          { weight: 1, arbitrary: toAndFro(who) },
        ),
        match,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('delete-user' as const, 'delete-group' as const),
        target: who,
        match,
      }),
    },
  );

/** In a bulk request others are referred to by its own operations too, further up and further down. */
const inBulk: fc.Arbitrary<Ref> = fc.oneof(
  { weight: 2, arbitrary: someone },
  { weight: 3, arbitrary: fc.nat({ max: 4 }).map((value): Ref => ({ bulk: value })) },
);

export const scimSteps = (steps: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      {
        weight: 10,
        arbitrary: fc.record({ kind: fc.constant('request' as const), request: planned(someone) }),
      },
      {
        weight: 5,
        arbitrary: fc.record({
          kind: fc.constant('bulk' as const),
          requests: fc.array(planned(inBulk), { minLength: 1, maxLength: 5 }),
          failOnErrors: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
        }),
      },
      {
        weight: 8,
        arbitrary: fc.record({
          kind: fc.constant('search' as const),
          filter: filters,
          count: fc.integer({ min: 1, max: 7 }),
          sortBy: fc.constantFrom('userName' as const, 'title' as const, undefined),
          down: fc.boolean(),
        }),
      },
    ),
    { minLength: steps, maxLength: steps },
  );
