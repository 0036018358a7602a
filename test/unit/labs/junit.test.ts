import { expect, test } from 'vitest';
import { junitOf } from '../../../src-main/labs/proof/junit.ts';

const finding = { file: 'labs/a/lab.yaml', line: 7, severity: 'error' as const, rule: 'wrong-feedback' };

test('a suite for each pack, a case for each lab, a failure for each error with its place', () => {
  const xml = junitOf([
    { pack: 'io.a', id: 'good', ok: true, ms: 1500, findings: [] },
    {
      pack: 'io.a',
      id: 'bad',
      ok: false,
      ms: 20,
      findings: [{ ...finding, message: 'It is told nothing.' }],
    },
    {
      pack: 'io.b',
      id: '',
      ok: true,
      ms: 0,
      findings: [{ ...finding, severity: 'warning', message: 'Hm.' }],
    },
  ]);
  expect(xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="gatehouse lab test" tests="3" failures="1" errors="0" time="1.520">
  <testsuite name="io.a" tests="2" failures="1" errors="0" time="1.520">
    <testcase classname="io.a" name="good" time="1.500"/>
    <testcase classname="io.a" name="bad" time="0.020">
      <failure type="wrong-feedback" message="It is told nothing.">labs/a/lab.yaml:7: It is told nothing.</failure>
    </testcase>
  </testsuite>
  <testsuite name="io.b" tests="1" failures="0" errors="0" time="0.000">
    <testcase classname="io.b" name="(the pack)" time="0.000">
      <system-out>labs/a/lab.yaml:7: warning wrong-feedback: Hm.</system-out>
    </testcase>
  </testsuite>
</testsuites>
`);
});

test('whatever a message holds, the document stays XML', () => {
  const message = '<b> & "quotes" \u0000\u001b[31m \ud800 ]]> 😀';
  const xml = junitOf([{ pack: 'io.a', id: 'x', ok: false, ms: 1, findings: [{ ...finding, message }] }]);
  expect(xml).toContain('message="&lt;b&gt; &amp; &quot;quotes&quot; \ufffd\ufffd[31m \ufffd ]]&gt; 😀"');
});
