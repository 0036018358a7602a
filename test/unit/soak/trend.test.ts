import { describe, expect, it } from 'vitest';
import { rises, trendOf } from '../../soak/trend.mjs';

const line = (perHour: number, wobble: number) =>
  Array.from({ length: 90 }, (_, index) => ({
    minutes: 15 + index / 2,
    value: 100 + (perHour * index) / 120 + (index % 2 === 0 ? wobble : -wobble),
  }));

describe('the trend of memory', () => {
  it('is the slope of a line, in MB an hour', () => {
    const trend = trendOf(line(12, 0));
    expect(trend.perHour).toBeCloseTo(12, 6);
    expect(trend.mean).toBeCloseTo(104.45, 1);
  });

  it('rises when it grows by more than its own noise and a twentieth of its mean', () => {
    expect(rises(trendOf(line(12, 2)))).toBe(true);
    expect(rises(trendOf(line(2, 0)))).toBe(false);
    expect(rises(trendOf(line(0, 30)))).toBe(false);
    expect(rises(trendOf(line(-50, 1)))).toBe(false);
  });
});
