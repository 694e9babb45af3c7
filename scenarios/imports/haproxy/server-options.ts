/** Server options of HAProxy's manual (2.6, section 5.2, and later ones) that change no pick: known, so that others are faults. */

/** One value follows. */
export const WITH_VALUE: readonly string[] =
  `addr agent-addr agent-inter agent-port agent-send alpn ca-file check-alpn check-proto check-reuse-pool check-sni ciphers
  ciphersuites client-sigalgs cookie crl-file crt curves downinter error-limit fastinter guid hash-key idle-ping init-addr init-state
  interface log-bufsize log-proto max-reuse namespace npn observe on-error on-marked-down on-marked-up pool-conn-name pool-low-conn
  pool-max-conn pool-purge-delay port proto proxy-v2-options redir resolve-net resolve-opts resolve-prefer resolvers
  set-proxy-v2-tlv-fmt shard sigalgs sni socks4 source ssl-max-ver ssl-min-ver tcp-md5sig tcp-ut track usesrc verify verifyhost ws`.split(
    /\s+/,
  );

export const FLAGS: readonly string[] =
  `agent-check allow-0rtt check-send-proxy check-ssl check-via-socks4 force-sslv3 force-tlsv10 force-tlsv11 force-tlsv12
  force-tlsv13 no-agent-check no-check-send-proxy no-check-ssl no-force-tlsv12 no-send-proxy no-send-proxy-v2 no-ssl no-ssl-reuse
  no-sslv3 no-stick no-tfo no-tls-tickets no-tlsv10 no-tlsv11 no-tlsv12 no-tlsv13 no-verifyhost non-stick renegotiate
  no-renegotiate send-proxy send-proxy-v2 send-proxy-v2-ssl send-proxy-v2-ssl-cn ssl ssl-reuse stick strict-maxconn tfo
  tls-tickets`.split(/\s+/);
