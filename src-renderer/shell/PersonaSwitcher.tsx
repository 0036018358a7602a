import { Menu, VisuallyHidden } from '@mantine/core';
import { Check, ChevronDown, UserRound } from 'lucide-react';
import type { Persona } from '../../src-main/contract/world.ts';
import { asPublicError } from '../client/public-error.ts';
import { gatehouse, useSandbox } from '../store/sandbox.ts';
import { announce, notify } from '../store/ui.ts';
import { ACTOR_LOOK } from '../ui/actor-icon/index.ts';
import { cx } from '../ui/cx.ts';
import { OverlayHold } from '../ui/OverlayHold.tsx';
import { firstName } from '../ui/person.ts';
import classes from './PersonaSwitcher.module.css';

const ROLE_WORDS: Record<Persona['role'], string> = {
  customer: 'customer',
  'help-desk': 'help desk',
  administrator: 'administrator',
  attacker: 'attacker',
};

/** Puts a persona at the keyboard; a failure is told above the place that is open. */
export async function switchPersona(persona: Persona): Promise<void> {
  try {
    await gatehouse().call('persona.switch', { persona: persona.id });
    announce(`${persona.name} is at the keyboard.`);
  } catch (thrown) {
    notify({ tone: 'error', error: asPublicError(thrown) });
  }
}

function PersonaIcon({ persona, size }: { persona: Persona; size: number }) {
  const Icon = persona.role === 'attacker' ? ACTOR_LOOK.attacker.icon : UserRound;
  return (
    <Icon
      aria-hidden
      className={cx(classes.icon, persona.role === 'attacker' && classes.attacker)}
      size={size}
    />
  );
}

/** Who sits at the keyboard, and the way to put another persona there. */
export function PersonaSwitcher() {
  const personas = useSandbox((state) => state.world?.personas) ?? [];
  const current = useSandbox((state) => state.world?.persona);
  const persona = personas.find((one) => one.id === current);
  if (!persona) return null;
  return (
    <Menu width={320} withinPortal={false}>
      <Menu.Target>
        <button className={classes.target} type="button">
          <PersonaIcon persona={persona} size={16} />
          <VisuallyHidden>Persona: </VisuallyHidden>
          <span>{firstName(persona)}</span>
          <span className={classes.device}>· {persona.device}</span>
          <ChevronDown aria-hidden className={classes.chevron} size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <OverlayHold />
        <Menu.Label>At the keyboard</Menu.Label>
        {personas.map((one) => (
          <Menu.Item
            aria-current={one.id === current ? 'true' : undefined}
            key={one.id}
            leftSection={<PersonaIcon persona={one} size={18} />}
            onClick={() => switchPersona(one)}
            rightSection={one.id === current ? <Check aria-hidden size={16} /> : undefined}
          >
            <span className={classes.name}>
              {one.name} <span className={classes.role}>{ROLE_WORDS[one.role]}</span>
            </span>
            <span className={classes.about}>{one.about}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
