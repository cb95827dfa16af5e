package io.vmalock.modelcheck;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The model checker works without any other part of the project. */
class StandsAloneTest {
  @Test
  void modelCheckerUsesOnlyTheJdkAndAsm() {
    JavaClasses own =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.vmalock.modelcheck");
    classes()
        .that()
        .resideOutsideOfPackage("io.vmalock.modelcheck.junit")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.vmalock.modelcheck..", "java..", "org.objectweb.asm..", "org.jspecify..")
        .check(own);
  }
}
