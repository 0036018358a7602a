import process from 'node:process';

/** @param {ReadonlyArray<{ name: string, value: number, unit: string, ratio?: number }>} rows */
export function printRows(rows) {
  for (const { name, value, unit, ratio } of rows) {
    const beside = ratio === undefined ? '' : `  ${ratio.toFixed(2)}x`;
    process.stdout.write(`${name.padEnd(52)} ${value.toFixed(1).padStart(9)} ${unit}${beside}\n`);
  }
}
