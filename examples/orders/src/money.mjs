/**
 * The price after a discount, rounded half up to whole cents.
 *
 * @param {number} cents
 * @param {number} percent 0 to 100
 * @returns {number} cents
 */
export function discounted(cents, percent) {
  const euros = (cents / 100) * (1 - percent / 100);
  return Math.round(euros * 100);
}
