/**
 * @typedef {{ minutes: number, value: number }} Sample
 * @typedef {object} Trend a straight line through samples, by least squares
 * @property {number} mean
 * @property {number} perHour slope
 * @property {number} error standard error of the slope, per hour
 */

/**
 * Fits a line to what was measured after the warm-up.
 * @param {readonly Sample[]} samples
 * @returns {Trend}
 */
export function trendOf(samples) {
  const n = samples.length;
  const meanX = samples.reduce((sum, { minutes }) => sum + minutes, 0) / n;
  const mean = samples.reduce((sum, { value }) => sum + value, 0) / n;
  let spread = 0;
  let shared = 0;
  for (const { minutes, value } of samples) {
    spread += (minutes - meanX) ** 2;
    shared += (minutes - meanX) * (value - mean);
  }
  const slope = shared / spread;
  const rest = samples.reduce(
    (sum, { minutes, value }) => sum + (value - mean - slope * (minutes - meanX)) ** 2,
    0,
  );
  const error = Math.sqrt(rest / (n - 2) / spread);
  return { mean, perHour: slope * 60, error: error * 60 };
}

/**
 * Whether memory grows: the line rises by more than twice its own error, and by more than 5 % of the mean in an hour.
 * Neighbouring samples are not independent, so the error alone is too kind a judge; the second half keeps noise out.
 * @param {Trend} trend
 */
export const rises = ({ mean, perHour, error }) => perHour > 2 * error && perHour > 0.05 * mean;
