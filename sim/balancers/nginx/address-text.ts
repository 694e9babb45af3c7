/** A client's address as nginx's `$remote_addr` writes it. */

/**
 * `192.0.2.1` for four bytes, `2001:db8::1` for sixteen: the first of the longest runs of at least two zero groups is left out,
 * and an IPv4 address mapped into IPv6 is written `::ffff:192.0.2.1` (`ngx_inet6_ntop`). Empty for anything else.
 */
export function addressText(address: Uint8Array): string {
  if (address.length === 4) return address.join(".");
  return address.length === 16 ? ipv6Text(address) : "";
}

function ipv6Text(address: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => (address[2 * i]! << 8) | address[2 * i + 1]!);
  const { start, length } = longestZeros(groups);
  const isMapped = start === 0 && (length === 6 || (length === 5 && groups[5] === 0xffff));
  const texts = groups.map((group) => group.toString(16));
  if (isMapped) texts.splice(6, 2, address.subarray(12).join("."));
  if (length < 2) return texts.join(":");
  return `${texts.slice(0, start).join(":")}::${texts.slice(start + length).join(":")}`;
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
  }
  return best;
}
