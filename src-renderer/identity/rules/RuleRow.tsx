import { Button } from '@mantine/core';
import { useId } from 'react';
import { RuleControlInput } from './RuleControlInput.tsx';
import classes from './Rules.module.css';
import type { Rule, RuleOrigin, RuleValue } from './rule.ts';
import { valueText } from './value-text.ts';

const ORIGINS: Record<RuleOrigin, { word: string; title: string }> = {
  inferred: { word: 'inferred', title: 'Inferred from sources; nobody has seen WSO2 run it so.' },
  ours: {
    word: 'ours',
    title: 'The sandbox’s own switch, or its own value: no source of WSO2 was read for it.',
  },
};

/** One switch: what it is called, what it changes, what WSO2 calls it, and whether it differs from a new world. */
export function RuleRow({
  rule,
  value,
  standard,
  changed,
  onChange,
}: {
  rule: Rule;
  value: RuleValue;
  /** The value in a new world. */
  standard: RuleValue;
  changed: boolean;
  onChange: (value: RuleValue) => void;
}) {
  const id = useId();
  const origin = rule.origin && ORIGINS[rule.origin];
  return (
    <li className={classes.row} data-changed={changed || undefined}>
      <div className={classes.text}>
        <p className={classes.label}>{rule.label}</p>
        <p className={classes.about} id={id}>
          {rule.about}
        </p>
        {(rule.wso2 !== undefined || origin || changed) && (
          <p className={classes.meta}>
            {rule.wso2 !== undefined && <code>{rule.wso2}</code>}
            {origin && (
              <span className={classes.origin} title={origin.title}>
                {origin.word}
              </span>
            )}
            {changed && (
              <>
                <span className={classes.changed}>changed, was {valueText(rule, standard)}</span>
                <Button
                  aria-label={`Put back “${rule.label}” to ${valueText(rule, standard)}`}
                  onClick={() => onChange(standard)}
                  size="compact-xs"
                  variant="subtle"
                >
                  Put back
                </Button>
              </>
            )}
          </p>
        )}
      </div>
      <div className={classes.control}>
        <RuleControlInput describedBy={id} onChange={onChange} rule={rule} value={value} />
      </div>
    </li>
  );
}
