// Signs or verifies with @digitalbazaar/vc as often as asked, in one process that stays warm.
// Reads one JSON line {"what": "sign"|"verify", "times": n}, answers {"seconds": s}.
import * as bsl from '@digitalbazaar/vc-bitstring-status-list';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {closedLoader, read} from './loader.mjs';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import readline from 'node:readline';

const given = read(process.argv[2]);
const documentLoader = closedLoader(given.contexts, given.documents);
const key = await Ed25519Multikey.generate({
  seed: Buffer.from(given.seed, 'hex'), id: given.method, controller: given.controller
});
const checking = new DataIntegrityProof({cryptosuite});
const checkStatus = options => bsl.checkStatus(
  {...options, documentLoader, suite: checking, verifyBitstringStatusListCredential: true});

const work = {
  async sign() {
    const suite = new DataIntegrityProof({signer: key.signer(), cryptosuite, date: given.date});
    await vc.issue({credential: structuredClone(given.unsigned), suite, documentLoader});
  },
  async verify() {
    const result = await vc.verifyCredential(
      {credential: structuredClone(given.signed), suite: checking, documentLoader, checkStatus});
    if(!result.verified) {
      throw new Error('not verified');
    }
  }
};

for await (const line of readline.createInterface({input: process.stdin})) {
  const {what, times} = JSON.parse(line);
  const start = process.hrtime.bigint();
  for(let n = 0; n < times; n++) {
    await work[what]();
  }
  console.log(JSON.stringify({seconds: Number(process.hrtime.bigint() - start) / 1e9}));
}
