import { Button, Checkbox, TextInput } from '@mantine/core';
import { RotateCcw, Search, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { Governance } from '../../../src-main/contract/governance.ts';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { count } from '../../ui/format.ts';
import { IdleDays } from './IdleDays.tsx';
import { LockTimes } from './LockTimes.tsx';
import { RuleRow } from './RuleRow.tsx';
import classes from './Rules.module.css';
import { idOf, type Rule, type RuleGroup, settingOf } from './rule.ts';
import { RULE_GROUPS } from './rule-groups.ts';
import { SelfServiceGroups } from './SelfServiceGroups.tsx';
import { Strangers } from './Strangers.tsx';
import { useRules } from './use-rules.ts';

/** The rules by which accounts are governed: every switch, what it changes, and what comes of it. */
export function RulesSection() {
  const rules = useRules();
  const [search, setSearch] = useState('');
  const [changedOnly, setChangedOnly] = useState(false);
  const { governance, defaults } = rules;
  if (!governance || !defaults) return null;
  const fits = (rule: Rule) => (!changedOnly || rules.changed(rule)) && matches(rule, search);
  const shown = RULE_GROUPS.map((group) => ({ ...group, rules: group.rules.filter(fits) })).filter(
    (group) => group.rules.length > 0,
  );
  const narrowed = changedOnly || search.trim() !== '';
  return (
    <div className={classes.section}>
      <nav aria-label="Groups of rules" className={classes.side}>
        <div className={classes.find}>
          <TextInput
            aria-label="Find a rule"
            leftSection={<Search aria-hidden size={15} />}
            onChange={(event) => setSearch(event.currentTarget.value)}
            placeholder="Word, or WSO2’s name"
            type="search"
            value={search}
          />
          <Checkbox
            checked={changedOnly}
            label={`Changed only (${rules.differing})`}
            onChange={(event) => setChangedOnly(event.currentTarget.checked)}
          />
        </div>
        <ul className={classes.groups}>
          {shown.map((group) => (
            <li key={group.id}>
              <button className={classes.jump} onClick={() => jumpTo(group.id)} type="button">
                {group.title}
                <Changed group={group} changed={rules.changed} />
              </button>
            </li>
          ))}
        </ul>
      </nav>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <section aria-label="Rules" className={classes.body} tabIndex={0}>
        <div className={classes.page}>
          <div className={classes.top}>
            <div>
              <h1 className={classes.heading}>Rules</h1>
              <p className={classes.about}>
                They hold for every account. A change is saved at once and belongs to the state: a snapshot
                brings it back. <span className={classes.origin}>inferred</span> and{' '}
                <span className={classes.origin}>ours</span> mark what no source of WSO2 was seen to do; names
                in <code>this type</code> are WSO2’s.
              </p>
            </div>
            {rules.differing > 0 && (
              <ConfirmButton
                confirm="Put them back"
                icon={<RotateCcw aria-hidden size={14} />}
                label="Back to defaults"
                onConfirm={rules.toDefaults}
                question="They get the values that they have in a new world. “Undo” takes it back."
                title={`Put ${count(rules.differing, 'rule')} back?`}
              />
            )}
          </div>
          {rules.error && <ErrorNote error={rules.error} onDismiss={rules.clearError} />}
          {shown.length === 0 && (
            <p className={classes.about}>
              {changedOnly ? 'No rule differs from a new world' : 'No rule is called so'}
              {search.trim() === '' ? '.' : ': look for another word, or for WSO2’s name.'}
            </p>
          )}
          {shown.map((group) => (
            <section aria-labelledby={`rules-${group.id}`} className={classes.group} key={group.id}>
              <div className={classes.groupHead}>
                <h2 className={classes.title} id={`rules-${group.id}`}>
                  {group.title}
                </h2>
                {group.about !== undefined && <p className={classes.about}>{group.about}</p>}
              </div>
              <div className={classes.groupBody}>
                <ul className={classes.rules}>
                  {group.rules.map((rule) => (
                    <RuleRow
                      changed={rules.changed(rule)}
                      key={idOf(rule)}
                      onChange={(value) => rules.set(rule, value)}
                      rule={rule}
                      standard={settingOf(defaults, rule)}
                      value={settingOf(governance, rule)}
                    />
                  ))}
                </ul>
                {!narrowed && <Effect governance={governance} group={group.id} />}
              </div>
            </section>
          ))}
        </div>
      </section>
      {rules.last && (
        <div className={classes.saved} role="status">
          <span>Saved. {rules.last.text}</span>
          <Button leftSection={<Undo2 aria-hidden size={14} />} onClick={rules.undo}>
            Undo
          </Button>
        </div>
      )}
    </div>
  );
}

/** What comes of the rules of a group, as far as it can be shown. */
function Effect({ group, governance }: { group: RuleGroup['id']; governance: Governance }) {
  switch (group) {
    case 'lock':
      return <LockTimes lock={governance.accountLock} />;
    case 'idle':
      return <IdleDays suspension={governance.suspension} />;
    case 'strangers':
      return <Strangers governance={governance} />;
    case 'self-service':
      return <SelfServiceGroups groups={governance.selfServiceGroups} />;
    default:
      return null;
  }
}

function Changed({ group, changed }: { group: RuleGroup; changed: (rule: Rule) => boolean }) {
  const differing = group.rules.filter(changed).length;
  return differing === 0 ? null : <span className={classes.badge}>{differing} changed</span>;
}

const matches = (rule: Rule, search: string): boolean =>
  [rule.label, rule.about, rule.wso2 ?? '', idOf(rule)].some((text) =>
    text.toLowerCase().includes(search.trim().toLowerCase()),
  );

function jumpTo(group: string): void {
  // The heading sticks to the top, so where its group begins is asked of the group.
  document.getElementById(`rules-${group}`)?.closest('section')?.scrollIntoView({ block: 'start' });
}
