// token.mjs verify TOKEN JWKS          prints {header, payload}; exit 1 if it does not hold
// token.mjs sign PAYLOAD HEADER JWK    prints the token, by the private JWK
import {CompactSign, compactVerify, createLocalJWKSet, importJWK} from 'jose';
import fs from 'node:fs';
import {read} from './loader.mjs';

const verify = async (token, keySet) => {
  const keys = createLocalJWKSet(read(keySet));
  const {payload, protectedHeader} = await compactVerify(fs.readFileSync(token, 'utf8'), keys);
  return JSON.stringify({header: protectedHeader, payload: JSON.parse(Buffer.from(payload))});
};

const sign = async (payload, header, jwk) => {
  const protectedHeader = read(header);
  const key = await importJWK(read(jwk), protectedHeader.alg);
  return new CompactSign(fs.readFileSync(payload)).setProtectedHeader(protectedHeader).sign(key);
};

const [act, ...files] = process.argv.slice(2);
try {
  console.log(await {sign, verify}[act](...files));
} catch(error) {
  console.log(String(error.code ?? error));
  process.exit(1);
}
