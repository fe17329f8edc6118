// issue.mjs UNSIGNED SEED_HEX METHOD_ID CONTROLLER   prints the signed credential
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {closedLoader, read} from './loader.mjs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

const [unsigned, seed, id, controller] = process.argv.slice(2);
const key = await Ed25519Multikey.generate({seed: Buffer.from(seed, 'hex'), id, controller});
const documentLoader = closedLoader(read(process.env.CONTEXTS), []);
const suite = new DataIntegrityProof({signer: key.signer(), cryptosuite, date: process.env.DATE});
const credential = await vc.issue({credential: read(unsigned), suite, documentLoader});
console.log(JSON.stringify(credential));
