import { beforeEach, describe, expect, test } from 'vitest';
import { ENTERPRISE, ERROR, type ScimService, startScim, WSO2 } from './support.ts';

let scim: ScimService;

beforeEach(async () => {
  scim = await startScim();
  await scim.user('anna', {
    externalId: 'X1',
    name: { givenName: 'Anna', familyName: 'Zeta' },
    title: '100%_sure',
    emails: [
      { value: 'anna@work.example', type: 'work', primary: true },
      { value: 'anna@home.example', type: 'home' },
    ],
    roles: [{ value: 'auditor', type: 'app' }],
    [ENTERPRISE]: { department: 'Tours "A"' },
  });
  await scim.user('berta', {
    name: { familyName: 'Yps' },
    emails: [{ value: 'berta@home.example', type: 'home' }],
  });
  const { id } = await scim.user('cora', { title: 'Boss' });
  await scim.group('testers', [String(id)]);
});

/** Each filter with the user names that it finds among anna, berta, cora. */
const FOUND: readonly [string, string[]][] = [
  ['userName eq "ANNA"', ['anna']],
  ['USERNAME Eq "anna"', ['anna']],
  ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "b"', ['berta']],
  ['externalId eq "X1"', ['anna']],
  ['externalId eq "x1"', []],
  ['name.familyName co "et"', ['anna']],
  ['title eq "100%_sure"', ['anna']],
  ['title co "%_"', ['anna']],
  ['title sw "B"', ['cora']],
  ['title pr and userName ne "anna"', ['cora']],
  ['emails eq "anna@home.example"', ['anna']],
  ['emails.value ew "home.example"', ['anna', 'berta']],
  ['emails[type eq "home" and value ew "home.example"]', ['anna', 'berta']],
  ['emails[type eq "work" and value ew "home.example"]', []],
  ['emails[type eq "work" and not (value co "home")]', ['anna']],
  ['roles[value eq "auditor"]', ['anna']],
  ['groups.display eq "testers"', ['cora']],
  [`${ENTERPRISE}:department eq "Tours \\"A\\""`, ['anna']],
  [`${WSO2}:accountLocked eq false and title pr`, ['anna', 'cora']],
  ['active eq "True" and title eq "Boss"', ['cora']],
  ['title eq "Boss" or (name.familyName eq "Yps" and emails pr)', ['berta', 'cora']],
  ['userName eq "anna" or userName eq "berta" and title pr', ['anna']],
  ['not (emails pr) and title pr', ['cora']],
  ['not (title eq "Boss") and userName sw "c" and userName ew "a"', []],
  ['meta.created ge "2001-01-01T00:00:00Z" and title pr', ['anna', 'cora']],
  ['meta.created lt "2001-01-01T00:00:00Z"', []],
  ['title eq null and emails.type eq "home"', ['berta']],
  ['name pr and name.familyName gt "Y" and emails pr and not (groups pr)', ['anna', 'berta']],
];

/** Filters that are no filters of this service, each with the rule that refuses. */
const REFUSED: readonly [string, string][] = [
  ['userName', 'scim.filter.syntax'],
  ['userName eq', 'scim.filter.syntax'],
  ['userName eq "x', 'scim.filter.syntax'],
  ['userName eq "\\x"', 'scim.filter.syntax'],
  ['userName like "x"', 'scim.filter.syntax'],
  ['userName eq "a" and', 'scim.filter.syntax'],
  ['(userName eq "a"', 'scim.filter.syntax'],
  ['userName eq "a")', 'scim.filter.syntax'],
  ['userName eq "a"; DROP TABLE account', 'scim.filter.syntax'],
  ["userName eq 'a'", 'scim.filter.syntax'],
  ['emails[type eq "work"', 'scim.filter.syntax'],
  ['emails[emails[value pr]]', 'scim.filter.syntax'],
  ['nothing eq "x"', 'scim.filter.attribute'],
  ['userName.first eq "x"', 'scim.filter.attribute'],
  ['password eq "x"', 'scim.filter.attribute'],
  ['__proto__ eq "x"', 'scim.filter.syntax'],
  ['constructor pr', 'scim.filter.attribute'],
  ['name eq "x"', 'scim.filter.attribute'],
  ['emails[constructor eq "x"]', 'scim.filter.attribute'],
  ['active gt true', 'scim.filter.operator'],
  ['active eq "perhaps"', 'scim.filter.operator'],
  ['userName eq 5', 'scim.filter.operator'],
  ['userName gt null', 'scim.filter.operator'],
  ['meta.created eq "yesterday"', 'scim.filter.operator'],
  ['meta.created co "2026-01-01T00:00:00Z"', 'scim.filter.operator'],
  [`${'('.repeat(21)}title pr${')'.repeat(21)}`, 'scim.filter.bounds'],
  [`${'('.repeat(3000)}`, 'scim.filter.bounds'],
  [Array.from({ length: 65 }, () => 'title pr').join(' or '), 'scim.filter.bounds'],
  [`title eq "${'x'.repeat(5000)}"`, 'scim.filter.bounds'],
];

describe('filters', () => {
  test('find by every operator, in any letter case, in lists and extensions', async () => {
    for (const [filter, names] of FOUND) {
      const all = await scim.names(filter);
      const ours = all.filter((name) => ['anna', 'berta', 'cora'].includes(name));
      expect([filter, ours.sort()]).toEqual([filter, names]);
    }
  });

  test('that are wrong or meant to hurt are refused by their rule, in the form of SCIM', async () => {
    for (const [filter, rule] of REFUSED) {
      const reply = await scim.send('GET', `/Users?${new URLSearchParams({ filter })}`);
      expect([filter, reply.status, reply.body.scimType]).toEqual([filter, 400, 'invalidFilter']);
      expect(reply.body.schemas).toEqual([ERROR]);
      const event = scim.identity.events('idp.request.refused').at(-1);
      expect([filter, event?.reasons.at(-1)?.rule]).toEqual([filter, rule]);
    }
  });

  test('pages go on where the last one ended, and sorting has missing values last', async () => {
    const seen: string[] = [];
    for (let startIndex = 1; ; startIndex += 2) {
      const { body } = await scim.send('GET', `/Users?count=2&startIndex=${startIndex}&sortBy=userName`);
      expect(body).toMatchObject({ startIndex, itemsPerPage: body.Resources?.length });
      seen.push(...(body.Resources ?? []).map(({ userName }) => String(userName)));
      if ((body.Resources ?? []).length === 0) break;
    }
    const { body } = await scim.send('GET', '/Users?count=100000');
    expect(seen).toHaveLength(Number(body.totalResults));
    expect(seen).toEqual([...seen].sort());
    expect(seen).toEqual(expect.arrayContaining(['alice', 'anna', 'berta', 'cora']));
    const byTitle = await scim.names('userName pr', { sortBy: 'title', sortOrder: 'ascending' });
    expect(byTitle.slice(0, 2)).toEqual(['anna', 'cora']);
    expect(
      (await scim.names('userName pr', { sortBy: 'emails', sortOrder: 'descending', count: '50' })).length,
    ).toBe(seen.length);
    expect((await scim.send('GET', '/Users?count=0')).body).toMatchObject({
      Resources: [],
      totalResults: seen.length,
    });
    expect((await scim.send('GET', '/Users?startIndex=-5&count=-5')).body).toMatchObject({
      startIndex: 1,
      itemsPerPage: 0,
    });
  });

  test('a search can come as a message', async () => {
    const { body } = await scim.send('POST', '/Users/.search', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      filter: 'userName eq "anna"',
      attributes: ['userName'],
    });
    expect(body.Resources).toEqual([
      { schemas: expect.any(Array), id: expect.any(String), userName: 'anna' },
    ]);
  });
});
