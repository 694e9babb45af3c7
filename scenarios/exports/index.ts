/** A balancer with its parameters in its product's own configuration. */
import { findBalancer, resolveParameters, type BalancerSpec, type Scenario } from "../../sim/index.ts";
import { exportedCluster } from "./cluster.ts";
import { envoyConfiguration } from "./envoy.ts";
import { haproxyConfiguration } from "./haproxy.ts";
import { nginxConfiguration } from "./nginx.ts";

export interface ProductConfiguration {
  readonly product: "nginx" | "HAProxy" | "Envoy";
  readonly text: string;
}

/** With the scenario's nodes as its servers. Null where the balancer is none of a product whose configuration is known. */
export function productConfiguration(scenario: Scenario, balancer: BalancerSpec): ProductConfiguration | null {
  const definition = findBalancer(balancer.algorithm);
  if (definition === undefined) return null;
  const { values } = resolveParameters(definition, balancer.parameters);
  const cluster = exportedCluster(scenario);
  const written = [
    { product: "nginx" as const, text: nginxConfiguration(definition.name, values, cluster) },
    { product: "HAProxy" as const, text: haproxyConfiguration(definition.name, values, cluster) },
    { product: "Envoy" as const, text: envoyConfiguration(definition.name, values, cluster) },
  ].find(({ text }) => text !== null);
  return written === undefined ? null : { product: written.product, text: written.text! };
}
