// What a shop's developer copies. Kept apart from the page so that a test can hold it against the contract.

export const tagOf = (origin: string, slug: string) =>
  `<script src="${origin}/widget.js" data-shop="${slug}" async></script>`;

export const identityExample = `// On your server (Node.js), for a signed-in customer
import { createHmac } from "node:crypto";

const part = (x) => Buffer.from(JSON.stringify(x)).toString("base64url");
const now = Math.floor(Date.now() / 1000);
const head = part({ alg: "HS256", typ: "JWT" });
const body = part({
  sub: customer.id, email: customer.email, name: customer.name,
  iat: now, exp: now + 3600,
});
const key = process.env.PARLEY_IDENTITY_SECRET;
const sign = createHmac("sha256", key).update(head + "." + body).digest("base64url");
const token = head + "." + body + "." + sign;

// In your page
window.Parley("boot", { identity_token: token });`;
