import type { Json } from '../../src-main/contract/json.ts';
import { SecretText } from '../flows/SecretText.tsx';
import classes from './JsonText.module.css';

/** A JSON value, indented, with its secrets as handles that can be opened. */
export function JsonText({ value, indent = '' }: { value: Json; indent?: string }) {
  if (typeof value === 'string') {
    return (
      <span>
        "<SecretText text={JSON.stringify(value).slice(1, -1)} />"
      </span>
    );
  }
  if (typeof value !== 'object' || value === null)
    return <span className={classes.plain}>{String(value)}</span>;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const members: [string, Json][] = Array.isArray(value)
    ? value.map((each, index) => [String(index), each])
    : Object.entries(value);
  if (members.length === 0) return <span>{`${open}${close}`}</span>;
  return (
    <span>
      {open}
      {members.map(([name, each], index) => (
        <span key={name}>
          {`\n${inner}`}
          {!Array.isArray(value) && (
            <>
              <span className={classes.name}>{JSON.stringify(name)}</span>
              {': '}
            </>
          )}
          <JsonText indent={inner} value={each} />
          {index < members.length - 1 && ','}
        </span>
      ))}
      {`\n${indent}${close}`}
    </span>
  );
}
