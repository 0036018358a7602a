import { describe, expect, it } from 'vitest';
import { replay, settledBy } from '../../../src-main/gateway/pipeline.ts';
import { GATEWAY_RULES, type GatewayRule, ruleSpec } from '../../../src-main/gateway/rules.ts';
import { gatewayFixture } from './support/gateway-fixture.ts';
import { PROVOCATIONS } from './support/provocations.ts';

/** Only this rule speaks when the status has left already. */
const CUT: GatewayRule = 'gw.upstream.complete';

describe.each(Object.keys(GATEWAY_RULES) as GatewayRule[])('%s', (rule) => {
  it.each(PROVOCATIONS[rule].map((provocation) => [provocation.by, provocation] as const))(
    'refuses %s',
    async (_by, provocation) => {
      const fixture = await gatewayFixture(provocation.options);
      const { status, problem, headers } = await provocation.send(fixture);
      const spec = ruleSpec(rule);

      // What the client sees: the standard's own form, with the gateway's code.
      if (rule !== CUT) {
        expect({ status, rule: problem.rule }).toEqual({ status: spec.status, rule });
        expect(problem).toMatchObject({ status, code: spec.code, title: spec.title, rule });
        expect(problem.type).toBe(`urn:gatehouse:rule:${rule}`);
        expect(problem.instance).toMatch(/^urn:gatehouse:trace:[0-9a-f]{32}$/);
        expect(headers.get('content-type')).toBe('application/problem+json');
        expect(headers.has('www-authenticate')).toBe(status === 401 || spec.error !== undefined);
        if (spec.error) expect(headers.get('www-authenticate')).toContain(`error="${spec.error}"`);
      }

      // What the log holds: one chain that ends in this rule, and that decides the same way again.
      const event = fixture.last();
      expect(event.data).toMatchObject({ rule, code: spec.code, status: spec.status });
      expect(
        event.reasons.filter((reason) => reason.outcome === 'fail').map((reason) => reason.rule),
      ).toEqual([rule]);
      expect(event.reasons.at(-1)).toMatchObject({ rule, standard: spec.standard });
      const inputs = event.reasons.map(({ rule: name, inputs: read }) => ({ rule: name, inputs: read }));
      expect(replay(inputs as never)).toEqual(event.reasons);
      expect(settledBy(event.reasons)).toBe(rule);
      // No token and no proof stands in it.
      expect(JSON.stringify(event)).not.toMatch(/eyJ[\w-]{8}/);
    },
  );
});

describe('the table of rules', () => {
  it('gives each rule a code of its own that begins with its status', () => {
    const specs = Object.values(GATEWAY_RULES);
    expect(new Set(specs.map((spec) => spec.code)).size).toBe(specs.length);
    for (const spec of specs) expect(spec.code).toMatch(new RegExp(`^GH-${spec.status}-\\d\\d$`));
  });
});
