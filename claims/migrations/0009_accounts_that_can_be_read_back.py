"""Moments of accounts can be read back; a rename of a speaker blocks nobody who links it."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("claims", "0008_ratings_without_a_place"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="speaker",
            name="speaker_name_looks_like_no_other",
        ),
        migrations.AddConstraint(
            model_name="speaker",
            constraint=models.UniqueConstraint(
                condition=models.Q(("id__isnull", False)),
                fields=("skeleton", "disambiguation"),
                name="speaker_name_looks_like_no_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("last_login__isnull", True),
                        (
                            "last_login__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("date_joined__isnull", True),
                        (
                            "date_joined__range",
                            (
                                datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                            ),
                        ),
                        _connector="OR",
                    ),
                ),
                name="user_last_login_is_in_range",
            ),
        ),
    ]
