"""Throwaway certificates for the loopback TLS server, made with the openssl command line."""
import base64
import hashlib
import pathlib
import subprocess

CA_CONFIG = """
[ca]
default_ca = this
[this]
dir = {folder}
database = {folder}/index.txt
new_certs_dir = {folder}
unique_subject = no
rand_serial = yes
policy = any
default_md = sha256
email_in_dn = no
[any]
commonName = supplied
"""
LEAF = {
    "basicConstraints": "critical,CA:FALSE",
    "keyUsage": "critical,digitalSignature",
    "extendedKeyUsage": "serverAuth",
    "subjectKeyIdentifier": "hash",
    "authorityKeyIdentifier": "keyid",
    "subjectAltName": "DNS:localhost,IP:127.0.0.1",
}
AUTHORITY = {
    "basicConstraints": "critical,CA:TRUE",
    "keyUsage": "critical,keyCertSign,cRLSign",
    "subjectKeyIdentifier": "hash",
    "authorityKeyIdentifier": "keyid",
}


def openssl(*words):
    return subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True).stdout


class Pki:
    """Keys and certificates in one folder, each under a short name."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        (self.folder / "index.txt").touch()
        self.config = self.folder / "ca.cnf"
        self.config.write_text(CA_CONFIG.format(folder=self.folder))

    def file(self, name, kind):
        return self.folder / f"{name}.{kind}"

    def key(self, name, rsa_bits=None):
        kind = (["RSA", "-pkeyopt", f"rsa_keygen_bits:{rsa_bits}"] if rsa_bits
                else ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"])
        openssl("genpkey", "-algorithm", *kind, "-out", self.file(name, "key"))

    def certificate(self, name, issuer, key, extensions, **choices):
        """Signs `key` as `name`; an issuer of the same name makes it self-signed."""
        dates = {"startdate": "20200101000000Z", "enddate": "20991231235959Z"}
        dates.update({k: choices[k] for k in dates if k in choices})
        request = self.file(name, "csr")
        common_name = choices.get("common_name", name)
        openssl("req", "-new", "-key", self.file(key, "key"), "-subj", f"/CN={common_name}",
                "-out", request)
        text = self.file(name, "ext")
        text.write_text("".join(f"{k} = {v}\n" for k, v in extensions.items() if v))
        signer = (["-selfsign", "-keyfile", self.file(key, "key")] if issuer == name else
                  ["-keyfile", self.file(choices.get("issuer_key", issuer), "key"),
                   "-cert", self.file(issuer, "pem")])
        openssl("ca", "-batch", "-notext", "-config", self.config, *signer,
                "-md", choices.get("digest", "sha256"), "-startdate", dates["startdate"],
                "-enddate", dates["enddate"], "-extfile", text, "-in", request,
                "-out", self.file(name, "pem"))

    def pin(self, key):
        public = openssl("pkey", "-in", self.file(key, "key"), "-pubout", "-outform", "DER")
        return "sha256//" + base64.b64encode(hashlib.sha256(public).digest()).decode()


def build(folder, scenario):
    """Makes what `scenario` presents; the files of its chain come back, leaf first.

    `root.pem` is what the client trusts, `server` the key that it pins.
    """
    pki = Pki(folder)
    for key in ("root", "server"):
        pki.key(key)
    pki.certificate("root", "root", "root", AUTHORITY)
    leaf, issuer, key, choices, chain = dict(LEAF), "root", "server", {}, []

    if scenario == "other-key":
        key = "other"
        pki.key(key)
    elif scenario == "foreign-root":
        pki.key("foreign")
        pki.certificate("foreign", "foreign", "foreign", AUTHORITY)
        issuer = "foreign"
    elif scenario == "self-signed":
        issuer = "leaf"
    elif scenario == "expired":
        choices = {"enddate": "20240101000000Z"}
    elif scenario == "not-yet-valid":
        choices = {"startdate": "20980101000000Z"}
    elif scenario == "wrong-host":
        leaf["subjectAltName"] = "DNS:other.example"
    elif scenario == "name-in-subject":
        leaf["subjectAltName"] = ""
        choices = {"common_name": "localhost"}
    elif scenario == "wildcard":
        leaf["subjectAltName"] = "DNS:*.test.localhost"
    elif scenario == "client-only":
        leaf["extendedKeyUsage"] = "clientAuth"
    elif scenario == "unknown-critical":
        leaf["1.2.3.4.5"] = "critical,ASN1:UTF8String:x"
    elif scenario == "sha1":
        choices = {"digest": "sha1"}
    elif scenario == "rsa-1024":
        pki.key("server", rsa_bits=1024)
    elif scenario in INTERMEDIATES:
        rules, signed = INTERMEDIATES[scenario]
        pki.key("middle")
        pki.certificate("middle", "root", "middle", {**AUTHORITY, **rules}, **signed)
        issuer = "middle"
        chain = [] if scenario == "missing-intermediate" else ["middle"]

    pki.certificate("leaf", issuer, key, leaf, **choices)
    bundle = pki.file("chain", "pem")
    bundle.write_text("".join(pki.file(name, "pem").read_text() for name in ["leaf", *chain]))
    return bundle, pki.file(key, "key"), pki.pin("server")


INTERMEDIATES = {
    "intermediate": ({}, {}),
    "missing-intermediate": ({}, {}),
    "expired-intermediate": ({}, {"enddate": "20240101000000Z"}),
    "intermediate-without-ca": ({"basicConstraints": "critical,CA:FALSE"}, {}),
    "name-constraint": ({"nameConstraints": "critical,permitted;DNS:example.org"}, {}),
}
