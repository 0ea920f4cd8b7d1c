"""Container images: every layer, with what a later one deletes; environment, labels,
instructions; damaged and missing parts."""
import gzip
import hashlib
import json
import os
import unittest

from harness import Case, github_token
from test_archives import make_tar, settings


def layer(members, mode="w"):
    return make_tar(members, mode)


class Image:
    """An image in the making: layers are (instruction, tar) pairs."""

    def __init__(self, layers, env=(), labels=None, architecture="amd64"):
        self.layers = layers
        history = [{"created_by": by, **({} if content else {"empty_layer": True})} for by, content in layers]
        self.config = json.dumps(
            {
                "architecture": architecture,
                "os": "linux",
                "config": {"Env": list(env), "Labels": labels or {}},
                "rootfs": {"type": "layers", "diff_ids": [digest(c) for _, c in layers if c]},
                "history": history,
            }
        ).encode()

    def manifest(self):
        def descriptor(content, kind):
            return {"mediaType": "application/vnd.oci.image." + kind, "digest": digest(content), "size": len(content)}

        return json.dumps(
            {
                "schemaVersion": 2,
                "config": descriptor(self.config, "config.v1+json"),
                "layers": [descriptor(c, "layer.v1.tar") for _, c in self.layers if c],
            }
        ).encode()

    def blobs(self):
        return [self.config, self.manifest()] + [c for _, c in self.layers if c]


def digest(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def short(content):
    return digest(content)[:19]


def oci_files(images):
    files = {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}'}
    index = {"schemaVersion": 2, "manifests": []}
    for i in images:
        config = json.loads(i.config)
        index["manifests"].append(
            {"digest": digest(i.manifest()), "size": 1, "platform": {"os": "linux", "architecture": config["architecture"]}}
        )
        for blob in i.blobs():
            files["blobs/sha256/" + digest(blob)[7:]] = blob
    files["index.json"] = json.dumps(index).encode()
    return files


def docker_save(image):
    """As older versions write it: a folder for each layer."""
    layers = [c for _, c in image.layers if c]
    names = ["%064x/layer.tar" % n for n in range(len(layers))]
    manifest = [{"Config": digest(image.config)[7:] + ".json", "RepoTags": ["app:1"], "Layers": names}]
    return make_tar(list(zip(names, layers)) + [(digest(image.config)[7:] + ".json", image.config), ("manifest.json", json.dumps(manifest).encode())])


class Images(Case):
    def image(self):
        self.base = layer([("etc/os-release", b"ID=none\n"), ("app/keep.conf", settings(1)), ("app/gone.conf", settings(2)), ("opt/x/deep.conf", settings(5))])
        self.copy = layer([("app/.wh.gone.conf", b""), ("app/new.conf", settings(3)), ("opt/x/.wh..wh..opq", b"")], "w:gz")
        return Image(
            [
                ("/bin/sh -c #(nop) ADD file:0 in / ", self.base),
                ("ENV A=1", None),
                ("COPY . /app # buildkit", self.copy),
                ("RUN /bin/sh -c echo %s > /dev/null" % github_token(6), None),
            ],
            env=["PATH=/bin", "GITHUB_TOKEN=" + github_token(4)],
            labels={"org.example.note": "x " + github_token(7)},
        )

    def write(self, name, content):
        path = os.path.join(self.tmp, name)
        with open(path, "wb") as f:
            f.write(content)
        return path

    def scan(self, path, *args):
        run = self.gogate("scan", "--image", path, "--report", "json", *args)
        run.report = run.json() if run.out else None
        run.at = {f["at"]["path"]: f for f in run.report["findings"]} if run.report else None
        return run

    def check(self, name, path):
        run = self.scan(path)
        self.assertExit(run, 1)
        base, copy = name + "!/" + short(self.base) + "/", name + "!/" + short(self.copy) + "/"
        config = name + "!/" + short(self.config) + "/"
        self.assertEqual(run.report["gaps"], [])
        self.assertEqual(
            sorted(run.at),
            sorted([base + "app/keep.conf", base + "app/gone.conf", base + "opt/x/deep.conf", copy + "app/new.conf", config + "environment", config + "labels", config + "Dockerfile"]),
        )
        self.assertEqual(run.at[copy + "app/new.conf"]["advice"], "layer 2 of 2: COPY . /app; the file still stands in the final image")
        self.assertIn("layer 1 of 2: ADD file:0 in / ; the file still stands", run.at[base + "app/keep.conf"]["advice"])
        self.assertIn("; layer 2 deletes the file", run.at[base + "app/gone.conf"]["advice"])
        self.assertIn("; layer 2 deletes the file", run.at[base + "opt/x/deep.conf"]["advice"])
        self.assertEqual(run.at[copy + "app/new.conf"]["region"]["start_line"], 3)
        for n in range(1, 8):
            self.assertNotIn(github_token(n), run.out)

    def test_docker_save(self):
        image = self.image()
        self.config = image.config
        # A layer that is compressed has another digest than its content: docker save compresses none.
        image.layers[2] = (image.layers[2][0], gzip.decompress(self.copy))
        self.copy = image.layers[2][1]
        image = Image(image.layers, env=["PATH=/bin", "GITHUB_TOKEN=" + github_token(4)], labels={"org.example.note": "x " + github_token(7)})
        self.config = image.config
        self.check("app.tar", self.write("app.tar", docker_save(image)))
        self.check("app.tar.gz", self.write("app.tar.gz", gzip.compress(docker_save(image))))

    def test_oci_layout(self):
        image = self.image()
        self.config = image.config
        files = oci_files([image])
        self.check("oci.tar", self.write("oci.tar", make_tar(sorted(files.items()))))
        folder = os.path.join(self.tmp, "oci")
        for name, content in files.items():
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            self.write(os.path.join("oci", name), content)
        self.check("oci", folder)

    def test_every_platform(self):
        one = Image([("RUN a", layer([("a.conf", settings(1))]))])
        two = Image([("RUN b", layer([("b.conf", settings(2))]))], architecture="arm64")
        run = self.scan(self.write("multi.tar", make_tar(sorted(oci_files([one, two]).items()))))
        self.assertEqual(sorted(f["advice"].split(";")[0] for f in run.report["findings"]), ["layer 1 of 1 in linux/amd64: RUN a", "layer 1 of 1 in linux/arm64: RUN b"])

    def test_secrets_of_instructions_are_masked(self):
        token = github_token(9)
        image = Image([("RUN /bin/sh -c deploy --token %s" % token, layer([("a.conf", settings(1))]))])
        run = self.scan(self.write("app.tar", docker_save(image)))
        self.assertNotIn(token[4:20], run.out)
        self.assertIn("layer 1 of 1: RUN /bin/sh -c deploy", run.out)

    def test_what_is_missing_or_damaged(self):
        image = self.image()
        files = oci_files([image])
        lacking = {k: v for k, v in files.items() if v != self.copy}
        run = self.scan(self.write("lacks.tar", make_tar(sorted(lacking.items()))))
        self.assertEqual([g["kind"] for g in run.report["gaps"]], ["missing-object"])
        self.assertIn("layer 2", run.report["gaps"][0]["why"])
        whole = make_tar([("index.json", files["index.json"])] + sorted(files.items()))
        run = self.scan(self.write("cut.tar", whole[: len(whole) * 2 // 3]))
        self.assertIn(run.code, (1, 3))
        self.assertTrue(run.report["gaps"])
        files["index.json"] = b"{"
        run = self.scan(self.write("bad.tar", make_tar(sorted(files.items()))))
        self.assertExit(run, 3)

    def test_what_is_no_image(self):
        for path in (self.write("a.txt", b"text\n"), self.write("a.tar", make_tar([("x", b"y")])), os.path.join(self.tmp, "nowhere")):
            run = self.gogate("scan", "--image", path)
            self.assertExit(run, 2)
        self.assertExit(self.gogate("scan", "--image", "x", "--history"), 2)

    def test_digests_are_no_way_out(self):
        self.write("secret.conf", settings(1))
        folder = os.path.join(self.tmp, "img")
        os.makedirs(os.path.join(folder, "blobs/sha256"))
        index = {"manifests": [{"digest": "sha256:../../../secret.conf"}, {"digest": "sha256:" + "a" * 64}]}
        self.write("img/index.json", json.dumps(index).encode())
        os.symlink(os.path.join(self.tmp, "secret.conf"), os.path.join(folder, "blobs/sha256", "a" * 64))
        run = self.scan(folder)
        self.assertExit(run, 3)
        self.assertEqual(run.report["findings"], [])
        self.write("img/manifest.json", json.dumps([{"Config": "../secret.conf", "Layers": ["../secret.conf", "/etc/passwd"]}]).encode())
        run = self.scan(folder)
        self.assertExit(run, 3)
        self.assertEqual(run.report["findings"], [])


if __name__ == "__main__":
    unittest.main()
