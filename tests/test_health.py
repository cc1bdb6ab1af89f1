"""Whoever watches an instance learns whether it works, and nothing else."""

import shutil
from collections import namedtuple

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_an_instance_fit_for_work_says_so_and_is_asked_anew_each_time(client):
    for path in ("/healthz", "/readyz"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert set(answer.json().values()) == {True}
        assert "no-store" in answer.headers["Cache-Control"]
        assert client.post(path).status_code == 405


def test_what_is_not_fit_is_named(client, monkeypatch, settings, tmp_path):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(10**9, 10**9, 10**6))
    full = client.get("/readyz")
    assert full.status_code == 503
    assert [name for name, is_fit in full.json().items() if not is_fit] == ["storage"]
    monkeypatch.undo()
    settings.DATA_DIR = tmp_path / "away"
    assert client.get("/readyz").json()["storage"] is False
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'cases'")
    assert client.get("/readyz").json()["migrations"] is False
    assert client.get("/healthz").json() == {"ok": True}
